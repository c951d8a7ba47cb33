import type { QuarantinedRecord, Session } from '../../domain/session.js';
import type { SessionSlots } from './session-slots.js';

/** What one operation ends, one slot after the other. */
export class Ending {
  readonly ended: Session[] = [];
  /** Those that were found corrupted, and set aside. */
  readonly quarantined: QuarantinedRecord[] = [];

  constructor(
    private readonly slots: SessionSlots,
    private readonly now: number,
  ) {}

  get count(): number {
    return this.ended.length + this.quarantined.length;
  }

  take(slot: number): void {
    const found = this.slots.read(slot, this.now);
    if (found.state === 'quarantined') {
      this.quarantined.push(found.record);
    } else {
      this.slots.remove(slot);
      this.ended.push(found.session);
    }
  }
}
