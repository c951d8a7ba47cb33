import { setTimeout as pause } from 'node:timers/promises';
import {
  assertMaySignIn,
  type CreatedSession,
  type SignIn,
  type SignInLookup,
  StoreUnavailableError,
  type UserLimit,
} from 'nest-sessions/store';
import type { Keys } from '../layout/keys.js';
import { escaped } from '../layout/record.js';
import { SCRIPTS } from '../scripts/scripts.js';
import type { SessionCalls } from '../scripts/session-calls.js';
import type { Creates } from './creates.js';
import type { Room } from './room.js';

/** The most attempts. An attempt fails if another instance begins a sign-in with the same session in between. */
const MOST_ATTEMPTS = 10;
/** How long to wait at most before the second attempt. Chance decides, so that two instances do not meet again and again. */
const LONGEST_PAUSE_MS = 20;

/**
 * Gives sessions to users. The session and the user may be in two shards, which no script can change together. So the
 * session of the user is created under an id that nobody knows, then the old session ends, and only then does the caller get
 * the new id. The record of the old session notes the new id first. If an attempt fails, the next one finds what it left by
 * this id, and removes it.
 */
export class SignIns {
  /** The end of the last sign-in with each id, while there is one. */
  readonly #last = new Map<string, Promise<void>>();

  constructor(
    private readonly calls: SessionCalls,
    private readonly keys: Keys,
    private readonly creates: Creates,
    private readonly room: Room,
  ) {}

  /** Sign-ins of this instance with the same id run one after the other. Throws like `create`, or `SessionOfAnotherUserError`. */
  signIn(id: string, signIn: SignIn, limit: UserLimit | undefined): Promise<SignInLookup> {
    const signedIn = (this.#last.get(id) ?? Promise.resolve()).then(() => this.#signIn(id, signIn, limit));
    const ended = signedIn.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(id, ended);
    void ended.then(() => {
      if (this.#last.get(id) === ended) this.#last.delete(id);
    });
    return signedIn;
  }

  async #signIn(id: string, signIn: SignIn, limit: UserLimit | undefined): Promise<SignInLookup> {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const found = await this.#attempt(id, signIn, limit);
      if (found !== undefined) return found;
      await pause(Math.random() * LONGEST_PAUSE_MS * attempt);
    }
    throw new StoreUnavailableError('Many users sign in with the same session at the same time. Try again later.');
  }

  /** `undefined` if another sign-in with the session began meanwhile. */
  async #attempt(
    id: string,
    { userId, timeouts }: SignIn,
    limit: UserLimit | undefined,
  ): Promise<SignInLookup | undefined> {
    const next = this.creates.names(userId);
    const user = escaped(userId);
    const begun = await this.room.make(() => this.calls.one(SCRIPTS.beginSignIn, id, user, next.stored));
    if (!('stored' in begun)) return begun;
    const { handle, attributes, metadata, ...before } = assertMaySignIn(begun.session, userId);
    if (begun.earlier !== '') await this.#takeBack(begun.earlier);
    const input = { userId, attributes, metadata, timeouts };
    const replaced = before.userId === undefined ? '' : begun.stored;
    const created = await this.creates.create({ ...next, handle }, input, limit, replaced);
    return this.#finish(begun.stored, next.stored, created);
  }

  async #finish(stored: string, next: string, created: CreatedSession): Promise<SignInLookup | undefined> {
    const shard = this.keys.shardOfId(stored) ?? 0;
    const hasEnded = await this.room.make(() => this.calls.run(SCRIPTS.finishSignIn, [shard], stored, next));
    if (hasEnded === 1) return { state: 'active', ...created };
    await this.#takeBack(next);
    return undefined;
  }

  async #takeBack(stored: string): Promise<void> {
    await this.calls.run(SCRIPTS.takeBack, [this.keys.shardOfId(stored) ?? 0], stored);
  }
}
