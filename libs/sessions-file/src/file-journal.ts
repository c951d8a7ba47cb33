import type { QuarantinedRecord, RememberedEnding, Session, SessionJournal, SessionTimes } from 'nest-sessions/store';
import type { Census } from './census.js';
import type { Entry } from './database.js';
import type { GroupCommit } from './group-commit.js';
import { formerIdKey, quarantinedKey, recordKey, rememberedKey, SEAL, timesKey } from './keys.js';
import { encodeFormerId, encodeRecord, encodeRemembered, encodeTimes } from './record.js';
import { encodeSeal } from './seal.js';

/** Records the changes of the memory store as entries of the database. */
export class FileJournal implements SessionJournal {
  readonly #quarantined: number[] = [];
  #nextQuarantined = 0;

  constructor(
    private readonly commits: GroupCommit,
    private readonly census: Census,
  ) {}

  put(slot: number, serial: number, session: Session, isReported: boolean): void {
    const key = recordKey(serial);
    const value = encodeRecord(slot, session);
    this.census.record(slot, key, value);
    this.commits.record(key, value);
    this.times(slot, serial, session, isReported);
  }

  times(slot: number, serial: number, times: SessionTimes, isReported: boolean): void {
    const key = timesKey(serial);
    const value = encodeTimes(times, isReported);
    this.census.times(slot, key, value);
    this.commits.record(key, value);
  }

  gone(slot: number, serial: number, formerIds: Iterable<string>): void {
    const keys = [recordKey(serial), timesKey(serial)] as const;
    this.census.record(slot, keys[0], undefined);
    this.census.times(slot, keys[1], undefined);
    for (const key of keys) this.commits.record(key, undefined);
    for (const id of formerIds) this.formerId(slot, serial, id, undefined);
  }

  formerId(slot: number, serial: number, id: string, until: number | undefined): void {
    this.write(formerIdKey(serial, id), until === undefined ? undefined : encodeFormerId(slot, until));
  }

  quarantined(record: QuarantinedRecord): void {
    const number = this.#nextQuarantined;
    this.#nextQuarantined += 1;
    this.#quarantined.push(number);
    this.write(quarantinedKey(number), Buffer.from(JSON.stringify(record)));
  }

  quarantineCleared(): void {
    for (const number of this.#quarantined.splice(0)) this.write(quarantinedKey(number), undefined);
  }

  remembered(number: number, remembered: RememberedEnding | undefined): void {
    this.write(rememberedKey(number), remembered && encodeRemembered(remembered));
  }

  /** An entry of the database is a quarantined record with this number. */
  restoreQuarantined(number: number): void {
    this.#quarantined.push(number);
    this.#nextQuarantined = number + 1;
  }

  /** Writes an entry that is not one of a session's two. */
  write(key: Buffer, value: Buffer | undefined): void {
    this.census.other(key, value);
    this.commits.record(key, value);
  }
}

export function sealOf(census: Census, lastInstant: number): readonly Entry[] {
  const { sum, sessions } = census;
  return [{ key: SEAL, value: encodeSeal({ sum, sessions, lastInstant }) }];
}
