import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { MemorySessionStore, SessionsHealthIndicator, SessionsModule, SessionsService } from 'nest-sessions';
import type { Case } from '../suite/case.js';
import { MEMORY_STORE, TIMER_EACH } from './index.js';
import { EMPTY, newPeerSession, TIMEOUTS } from './peer-session.js';

/** The number of sessions that do not expire during the measurement. These are touched. */
const ALIVE = 10_000;

/** Many sessions that expire within one second, and `ALIVE` ones that do not. */
export interface ExpiringSessions {
  /** How many of the expiring sessions have not been removed yet. */
  left(): number | Promise<number>;
  touch(): unknown;
  probe(): unknown;
  close(): Promise<void>;
}

/** Opens a contender whose sessions expire evenly over the second that begins at `first`. */
export function openExpiring(of: Case, first: number): Promise<ExpiringSessions> {
  return of.contender === MEMORY_STORE
    ? openStore(of.size, first)
    : openMap(of.size, first, of.contender === TIMER_EACH);
}

async function openStore(size: number, first: number): Promise<ExpiringSessions> {
  // While the store is filled, its clock shows an instant about half an hour ago. Then it shows the system's time.
  let instant: number | undefined;
  const clock = { now: (): number => instant ?? Date.now() };
  const store = new MemorySessionStore({ capacity: size + ALIVE, clock });
  for (let made = 0; made < size; made += 1) {
    instant = Math.floor(first + (made / size) * 1000) - TIMEOUTS.idleTimeoutMs;
    await store.create({ userId: `u${String(made)}`, attributes: EMPTY, metadata: EMPTY, timeouts: TIMEOUTS });
  }
  instant = undefined;
  const alive: string[] = [];
  while (alive.length < ALIVE) {
    const { session } = await store.create({ userId: 'alive', attributes: EMPTY, metadata: EMPTY, timeouts: TIMEOUTS });
    alive.push(session.id);
  }
  const app = await NestFactory.createApplicationContext(SessionsModule.forRoot({ store, sweep: { interval: '1s' } }), {
    logger: ['error'],
  });
  const sessions = app.get(SessionsService);
  const health = app.get(SessionsHealthIndicator);
  return {
    left: async () => {
      const { active, expired } = await sessions.counts();
      return active + expired - ALIVE;
    },
    touch: () => sessions.touch(any(alive)),
    probe: () => health.report(),
    close: () => app.close(),
  };
}

function openMap(size: number, first: number, timerEach: boolean): Promise<ExpiringSessions> {
  const sessions = new Map<string, ReturnType<typeof newPeerSession>>();
  const add = (expiresAt: number): string => {
    const session = newPeerSession('u');
    session.expiresAt = expiresAt;
    sessions.set(session.id, session);
    if (timerEach) setTimeout(() => sessions.delete(session.id), expiresAt - Date.now()).unref();
    return session.id;
  };
  for (let made = 0; made < size; made += 1) add(Math.floor(first + (made / size) * 1000));
  const alive = Array.from({ length: ALIVE }, () => add(Date.now() + TIMEOUTS.idleTimeoutMs));
  const sweep = setInterval(() => {
    const now = Date.now();
    for (const [id, { expiresAt }] of sessions) if (expiresAt <= now) sessions.delete(id);
  }, 1000);
  if (timerEach) clearInterval(sweep);
  return Promise.resolve({
    left: () => sessions.size - ALIVE,
    touch: () => sessions.get(any(alive)),
    probe: () => sessions.size,
    close: () => {
      clearInterval(sweep);
      return Promise.resolve();
    },
  });
}

function any(ids: readonly string[]): string {
  return ids[Math.floor(Math.random() * ids.length)] ?? '';
}
