import { MemorySessionStore } from 'nest-sessions';
import type { Contender } from './contender.js';
import { EMPTY, TIMEOUTS } from './peer-session.js';

export function memorySessionStore(capacity: number): Contender {
  const store = new MemorySessionStore({ capacity });
  return {
    create: (userId) => store.create({ userId, attributes: EMPTY, metadata: EMPTY, timeouts: TIMEOUTS }),
    touch: (id) => store.touch(id),
    remove: (id) => store.delete(id),
    counts: () => store.counts(),
    close: () => store.close(),
  };
}
