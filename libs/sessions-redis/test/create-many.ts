import type { SessionStore } from 'nest-sessions/store';
import { newSession } from './traffic.js';

const AT_ONCE = 100;

/**
 * Creates sessions, each of another user, and returns them with their users. It creates only a few at the same time, so
 * that none is too late on a busy machine.
 */
export async function createMany(
  store: Pick<SessionStore, 'create'>,
  count: number,
  idleTimeoutMs?: number,
): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  while (made.size < count) {
    const length = Math.min(AT_ONCE, count - made.size);
    const inputs = Array.from({ length }, (_, at) => newSession(`user-${String(made.size + at)}`, idleTimeoutMs));
    const batch = await Promise.all(inputs.map((input) => store.create(input)));
    for (const [at, { session }] of batch.entries()) made.set(session.id, inputs[at]?.userId ?? '');
  }
  return made;
}
