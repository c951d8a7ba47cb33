import session from 'express-session';
import type { Contender } from './contender.js';
import { IDLE_MS, newPeerSession } from './peer-session.js';

/** Called without a callback, this store works synchronously. It stores sessions as JSON, together with their cookie. */
export function expressSessionMemoryStore(): Contender {
  const store = new session.MemoryStore();
  const cookie = new session.Cookie();
  cookie.originalMaxAge = IDLE_MS;
  return {
    create: (userId) => {
      const { id, ...fields } = newPeerSession(userId);
      store.set(id, { ...fields, cookie });
      return { id };
    },
    touch: (id) => {
      cookie.maxAge = IDLE_MS;
      store.touch(id, { cookie });
    },
    remove: (id) => {
      store.destroy(id);
    },
  };
}
