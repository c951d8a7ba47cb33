import { setTimeout as pause } from 'node:timers/promises';
import { type NewSession, type SessionCounts, type SessionStore, isSessionError } from 'nest-sessions/store';

const HOUR = 3_600_000;

export function newSession(userId: string, idleTimeoutMs = HOUR): NewSession {
  const timeouts = { idleTimeoutMs, absoluteTimeoutMs: 10 * HOUR, warningThresholdMs: 0, autoRenew: true };
  return { userId, attributes: {}, metadata: { note: 'x'.repeat(100) }, timeouts };
}

/** Uses a store like many simultaneous requests, and keeps its answers. Each lane continues after an operation that failed. */
export class Traffic {
  /** Sessions whose creation was acknowledged and that nobody has ended, with their user. */
  readonly alive = new Map<string, string>();
  /** Sessions whose end was acknowledged. */
  readonly ended = new Set<string>();
  /** Sessions whose deletion got no answer. */
  readonly unsure = new Set<string>();
  /** Answers that no correct store gives. */
  readonly wrong: string[] = [];
  /** How often each failure came. */
  readonly failures = new Map<string, number>();
  begunCreates = 0;
  failedCreates = 0;
  answered = 0;
  longestGapMs = 0;
  #age = 0;
  #isInDoubt = false;
  #isOn = true;
  #lastAnswer = performance.now();
  readonly #lanes: Promise<void>[];

  constructor(
    private readonly store: SessionStore,
    lanes = 16,
    private readonly checkCounts: (counts: SessionCounts) => string | undefined = () => undefined,
  ) {
    this.#lanes = Array.from({ length: lanes }, (_, lane) => this.#run(lane));
  }

  get failed(): number {
    return [...this.failures.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Call it before all data is deleted: answers don't count from now on until `forget`. */
  doubt(): void {
    this.#age += 1;
    this.#isInDoubt = true;
  }

  /** Call it after all data was deleted: changes that were acknowledged before don't count any more. */
  forget(): void {
    this.#age += 1;
    this.#isInDoubt = false;
    this.alive.clear();
    this.ended.clear();
    this.unsure.clear();
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    await Promise.all(this.#lanes);
  }

  async #run(lane: number): Promise<void> {
    const own: string[] = [];
    for (let turn = 0, age = this.#age; this.#isOn; turn += 1) {
      if (age !== this.#age) {
        own.length = 0;
        age = this.#age;
      }
      const failed = await this.#step(own, lane, turn).then(
        () => undefined,
        (error: unknown) => this.#noteFailure(error),
      );
      if (failed === undefined) this.#noteAnswer();
      // After a failure, a caller tries again a moment later.
      else await pause(10);
    }
  }

  async #step(own: string[], lane: number, turn: number): Promise<void> {
    const age = this.#age;
    const id = own[turn % Math.max(own.length, 1)];
    if (id === undefined || turn % 8 === 0) return this.#create(own, `user-${String(lane)}-${String(turn % 5)}`, age);
    if (turn % 16 === 5) {
      own.splice(own.indexOf(id), 1);
      return this.#delete(id, age);
    }
    if (turn % 8 === 3) {
      const counts = await this.store.counts();
      const fault = this.#isJudged(age) ? this.checkCounts(counts) : undefined;
      if (fault !== undefined) this.wrong.push(fault);
      return;
    }
    const found = turn % 2 === 0 ? await this.store.touch(id) : await this.store.get(id);
    if (!this.#isJudged(age)) return;
    if (found.state !== 'active') this.wrong.push(`${id} is alive and was found ${found.state}`);
    else if (found.session.userId !== this.alive.get(id)) this.wrong.push(`${id} was found under another user`);
  }

  async #create(own: string[], userId: string, age: number): Promise<void> {
    this.begunCreates += 1;
    this.failedCreates += 1;
    const { session } = await this.store.create(newSession(userId));
    this.failedCreates -= 1;
    if (!this.#isJudged(age)) return;
    this.alive.set(session.id, userId);
    own.push(session.id);
  }

  async #delete(id: string, age: number): Promise<void> {
    this.alive.delete(id);
    this.unsure.add(id);
    const found = await this.store.delete(id);
    if (!this.#isJudged(age)) return;
    this.unsure.delete(id);
    this.ended.add(id);
    if (found.state !== 'active') this.wrong.push(`${id} was to be ended and was found ${found.state}`);
  }

  /** Whether an answer to a request of that age can be judged. */
  #isJudged(age: number): boolean {
    return age === this.#age && !this.#isInDoubt;
  }

  #noteAnswer(): void {
    const now = performance.now();
    this.answered += 1;
    this.longestGapMs = Math.max(this.longestGapMs, now - this.#lastAnswer);
    this.#lastAnswer = now;
  }

  #noteFailure(error: unknown): true {
    const text = error instanceof Error ? error.message : String(error);
    this.failures.set(text, (this.failures.get(text) ?? 0) + 1);
    if (!isSessionError(error) || error.code !== 'STORE_UNAVAILABLE')
      this.wrong.push(`an operation failed with ${text}`);
    return true;
  }
}
