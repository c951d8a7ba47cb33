import { TTLCache } from '@isaacs/ttlcache';
import type { Contender } from './contender.js';
import { IDLE_MS, newPeerSession, type PeerSession } from './peer-session.js';

/** A touch is a plain get, which moves the deadline and changes no field of the session. */
export function ttlCache(capacity: number): Contender {
  const cache = new TTLCache<string, PeerSession>({ max: capacity, ttl: IDLE_MS, updateAgeOnGet: true });
  return {
    create: (userId) => {
      const session = newPeerSession(userId);
      cache.set(session.id, session);
      return session;
    },
    touch: (id) => cache.get(id),
    remove: (id) => cache.delete(id),
  };
}
