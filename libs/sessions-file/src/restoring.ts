import { corruptionIn, expiresAt, warnAt, type Session, type SessionRestorer } from 'nest-sessions/store';
import type { Census } from './census.js';
import type { StoredEntry } from './database.js';
import { parseKey, type ParsedKey } from './keys.js';
import {
  decodeFormerId,
  decodeQuarantined,
  decodeRecord,
  decodeRemembered,
  decodeTimes,
  type StoredRecord,
  type StoredTimes,
} from './record.js';
import { SharedTimeouts } from './shared-timeouts.js';

type OtherKey = Exclude<
  ParsedKey,
  { readonly kind: 'record' } | { readonly kind: 'times' } | { readonly kind: 'seal' }
>;

/** What is read beside the sessions. */
export interface OtherEntries {
  quarantined(number: number): void;
  ending(number: number): void;
  group(name: string): void;
  owed(number: number, group: string, value: Buffer): void;
}

/** Takes the entries of a database in order of their keys, and fills a memory store with them. */
export class Restoring {
  /** How many sessions were read. */
  read = 0;
  /** The keys of entries that are not what they should be, or that contradict others. */
  readonly unreadable: Buffer[] = [];
  /** The record of the session whose times come next. */
  #record:
    | { readonly serial: number; readonly key: Buffer; readonly value: Buffer; readonly fields: StoredRecord }
    | undefined;
  readonly #timeouts = new SharedTimeouts();

  constructor(
    private readonly restorer: SessionRestorer,
    private readonly census: Census,
    private readonly others: OtherEntries,
    /**
     * Whether former ids are restored. In files that have lost something, one may have been forgotten since, and its slot may
     * hold another session.
     */
    private readonly hasFormerIds: boolean,
  ) {}

  take(entries: readonly StoredEntry[]): void {
    for (const [key, value] of entries) {
      const parsed = parseKey(key);
      if (parsed === undefined || !this.#take(parsed, key, value)) this.unreadable.push(key);
    }
  }

  done(): void {
    this.#leaveRecord();
    this.restorer.done();
  }

  /** Whether the value is what the key says. */
  #take(parsed: ParsedKey, key: Buffer, value: Buffer): boolean {
    if (parsed.kind === 'record') return this.#takeRecord(parsed.number, key, value);
    if (parsed.kind === 'times') return this.#takeTimes(parsed.number, key, value);
    if (parsed.kind === 'seal') return true;
    if (!this.#takeOther(parsed, value)) return false;
    this.census.other(key, value);
    return true;
  }

  #takeRecord(serial: number, key: Buffer, value: Buffer): boolean {
    this.#leaveRecord();
    const fields = decodeRecord(value);
    this.#record = fields && { serial, key, value, fields };
    return fields !== undefined;
  }

  #takeTimes(serial: number, key: Buffer, value: Buffer): boolean {
    const record = this.#record;
    const times = decodeTimes(value);
    if (record?.serial !== serial || times === undefined) return false;
    const { slot } = record.fields;
    const session = this.#session(record.fields, times);
    // Two sessions in one slot: the end of the first is lost.
    if (corruptionIn(session) !== undefined || this.census.has(slot)) return false;
    this.#record = undefined;
    this.census.record(slot, record.key, record.value);
    this.census.times(slot, key, value);
    this.restorer.put(slot, serial, session, times.isReported);
    this.read += 1;
    return true;
  }

  /** A record whose times are missing or can't be used. */
  #leaveRecord(): void {
    if (this.#record !== undefined) this.unreadable.push(this.#record.key);
    this.#record = undefined;
  }

  /** Names each field, because spreading the parts took half of the time of opening. */
  #session(record: StoredRecord, { lastActivityAt, lastRenewedAt, renewalCount }: StoredTimes): Session {
    const { id, handle, userId, authenticatedAt, attributes, metadata, createdAt } = record;
    const life = { createdAt, lastRenewedAt, timeouts: this.#timeouts.of(record.timeouts) };
    return {
      id,
      handle,
      userId,
      authenticatedAt,
      attributes,
      metadata,
      createdAt,
      lastActivityAt,
      lastRenewedAt,
      expiresAt: expiresAt(life),
      warnAt: warnAt(life),
      timeouts: life.timeouts,
      renewalCount,
    };
  }

  #takeOther(parsed: OtherKey, value: Buffer): boolean {
    switch (parsed.kind) {
      case 'layout':
        return true;
      case 'formerId': {
        const former = this.hasFormerIds ? decodeFormerId(value) : undefined;
        if (former) this.restorer.formerId(former.slot, parsed.name, former.until);
        return former !== undefined;
      }
      case 'quarantined': {
        const record = decodeQuarantined(value);
        if (record) this.restorer.quarantined(record);
        this.others.quarantined(parsed.number);
        return record !== undefined;
      }
      case 'remembered': {
        const remembered = decodeRemembered(parsed.number, value);
        if (remembered) this.restorer.remembered(remembered);
        return remembered !== undefined;
      }
      case 'ending':
        this.others.ending(parsed.number);
        return true;
      case 'group':
        this.others.group(parsed.name);
        return true;
      case 'owed':
        this.others.owed(parsed.number, parsed.name, value);
        return true;
    }
  }
}
