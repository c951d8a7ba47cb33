import type { QuarantinedRecord, Session, SessionStore } from 'nest-sessions/store';
import { fingerprint } from '../output.js';
import type { CorruptedRecord, Group, ListedSession, ShownRecord, Stats, Target } from './target.js';

const PAGE = 1000;

/** What a store needs beside its port. */
export interface StoreParts {
  readonly store: SessionStore;
  events(): Promise<readonly Group[]>;
  close(): Promise<void>;
}

/** The sessions of a store, by its port. */
export class StoreTarget implements Target {
  readonly #store: SessionStore;

  constructor(private readonly parts: StoreParts) {
    this.#store = parts.store;
  }

  async stats(): Promise<Stats> {
    const { active, expiringSoon, expired, quarantined } = await this.#store.counts();
    return { active, expiringSoon, expired, quarantined };
  }

  async *list(userId: string | undefined): AsyncIterable<ListedSession> {
    let cursor: string | undefined;
    do {
      const page = await this.#store.list({ limit: PAGE, userId, cursor });
      yield* page.sessions.map(listed);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  async end(id: string): Promise<boolean> {
    return (await this.#store.delete(id)).state === 'active';
  }

  async endByHandle(userId: string, handle: string): Promise<boolean> {
    return (await this.#store.deleteByHandle(userId, handle)).state === 'active';
  }

  async *revoke(userId: string): AsyncIterable<number> {
    for (let more = true; more;) {
      const batch = await this.#store.revokeByUser(userId, PAGE);
      yield batch.ended.length;
      more = batch.more;
    }
  }

  async *sweep(): AsyncIterable<number> {
    for (let more = true; more;) {
      const batch = await this.#store.sweep(PAGE);
      yield batch.ended.length;
      more = batch.more;
    }
  }

  async quarantined(): Promise<readonly CorruptedRecord[]> {
    return (await this.#store.quarantined(PAGE)).map(corrupted);
  }

  async showQuarantined(name: string): Promise<ShownRecord | undefined> {
    const record = (await this.#store.quarantined(PAGE)).find(({ id }) => fingerprint(id) === name);
    return record && { ...corrupted(record), raw: JSON.stringify(record.raw) };
  }

  clearQuarantine(): Promise<number> {
    return this.#store.clearQuarantine();
  }

  events(): Promise<readonly Group[]> {
    return this.parts.events();
  }

  close(): Promise<void> {
    return this.parts.close();
  }
}

function listed({ id, handle, userId, createdAt, lastActivityAt, expiresAt }: Session): ListedSession {
  const [created, last, expires] = [createdAt, lastActivityAt, expiresAt].map((at) => new Date(at).toISOString());
  return { id, handle, userId, createdAt: created ?? '', lastActivityAt: last ?? '', expiresAt: expires ?? '' };
}

function corrupted({ id, problem, quarantinedAt, keptUntil }: QuarantinedRecord): CorruptedRecord {
  const [at, until] = [quarantinedAt, keptUntil].map((instant) => new Date(instant).toISOString());
  return { name: fingerprint(id), id, problem, quarantinedAt: at ?? '', keptUntil: until ?? '' };
}
