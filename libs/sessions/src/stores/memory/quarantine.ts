import { isJsonObject } from '../../domain/json.js';
import type { QuarantinedRecord, Session } from '../../domain/session.js';
import { bytesOf } from './stored-json.js';

/** How many bytes a record takes in addition to its raw content. */
const RECORD_BYTES = 300;

interface Entry {
  readonly record: Omit<QuarantinedRecord, 'raw'>;
  /** As JSON, which can be bounded in bytes. */
  readonly raw: string;
  readonly bytes: number;
}

/** Corrupted records, kept for inspection until their retention ends. */
export class Quarantine {
  /** Oldest first, which is also the order in which their retention ends. */
  readonly #entries: Entry[] = [];
  #bytes = 0;

  constructor(private readonly retentionMs: number) {}

  add(raw: Session, problem: string, now: number): QuarantinedRecord {
    const { id, handle } = raw;
    const record = { id, handle, problem, quarantinedAt: now, keptUntil: now + this.retentionMs, raw };
    this.restore(record);
    return record;
  }

  restore({ raw, ...record }: QuarantinedRecord): void {
    const json = JSON.stringify(raw);
    const bytes = RECORD_BYTES + bytesOf(json) + bytesOf(record.problem);
    this.#entries.push({ record, raw: json, bytes });
    this.#bytes += bytes;
  }

  count(now: number): number {
    return this.#kept(now).length;
  }

  bytes(now: number): number {
    this.#kept(now);
    return this.#bytes;
  }

  oldest(limit: number, now: number): QuarantinedRecord[] {
    const entries = this.#kept(now).slice(0, limit);
    return entries.map(({ record, raw }) => {
      const parsed: unknown = JSON.parse(raw);
      return { ...record, raw: parsed };
    });
  }

  clear(now: number): number {
    const count = this.#kept(now).length;
    this.#drop(count);
    return count;
  }

  /** Deletes the records of a user, and returns how many there were. */
  eraseUser(userId: string, now: number): number {
    const entries = this.#kept(now);
    const kept = entries.filter(({ raw }) => userOf(raw) !== userId);
    const count = entries.length - kept.length;
    if (count === 0) return 0;
    this.#drop(entries.length);
    for (const entry of kept) {
      this.#entries.push(entry);
      this.#bytes += entry.bytes;
    }
    return count;
  }

  #kept(now: number): readonly Entry[] {
    const firstKept = this.#entries.findIndex(({ record }) => now < record.keptUntil);
    this.#drop(firstKept === -1 ? this.#entries.length : firstKept);
    return this.#entries;
  }

  #drop(count: number): void {
    if (count === 0) return;
    for (const { bytes } of this.#entries.splice(0, count)) this.#bytes -= bytes;
  }
}

function userOf(raw: string): unknown {
  const session: unknown = JSON.parse(raw);
  return isJsonObject(session) ? session.userId : undefined;
}
