import type { QuarantinedRecord } from '../../domain/session.js';

/** Corrupted records, kept for inspection until their retention ends. */
export class Quarantine {
  /** Oldest first, which is also the order in which their retention ends. */
  readonly #records: QuarantinedRecord[] = [];

  constructor(private readonly retentionMs: number) {}

  add(id: string, problem: string, raw: unknown, now: number): QuarantinedRecord {
    const record = { id, problem, quarantinedAt: now, keptUntil: now + this.retentionMs, raw };
    this.#records.push(record);
    return record;
  }

  count(now: number): number {
    return this.#kept(now).length;
  }

  oldest(limit: number, now: number): QuarantinedRecord[] {
    return this.#kept(now).slice(0, limit);
  }

  clear(now: number): number {
    const count = this.#kept(now).length;
    this.#records.length = 0;
    return count;
  }

  #kept(now: number): QuarantinedRecord[] {
    const firstKept = this.#records.findIndex(({ keptUntil }) => now < keptUntil);
    this.#records.splice(0, firstKept === -1 ? this.#records.length : firstKept);
    return this.#records;
  }
}
