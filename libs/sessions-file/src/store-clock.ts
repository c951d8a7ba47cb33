import type { Clock } from 'nest-sessions/store';

/** A clock that never goes back behind the last instant of the process before, so that no expired session comes back. */
export class StoreClock implements Clock {
  /** Absent where the clock has none. */
  readonly driftMs?: () => number;

  constructor(
    private readonly clock: Clock,
    private last: number,
  ) {
    if (clock.driftMs === undefined) return;
    this.driftMs = () => Math.round((clock.driftMs?.() ?? 0) + clock.now() - this.now());
  }

  now(): number {
    this.last = Math.max(this.last, Math.floor(this.clock.now()));
    return this.last;
  }
}
