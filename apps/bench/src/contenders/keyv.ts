import { Keyv } from 'keyv';
import type { Contender } from './contender.js';
import { IDLE_MS, newPeerSession, touchPeerSession, type PeerSession } from './peer-session.js';

/** Keyv over a Map, as cache-manager uses it too. It has no touch, so a touch here is a get and a set. */
export function keyv(): Contender {
  const store = new Keyv<PeerSession>({ ttl: IDLE_MS });
  return {
    create: async (userId) => {
      const session = newPeerSession(userId);
      await store.set(session.id, session);
      return session;
    },
    touch: async (id) => {
      const session = await store.get<PeerSession>(id);
      if (session === undefined) return;
      touchPeerSession(session);
      await store.set(id, session);
    },
    remove: (id) => store.delete(id),
  };
}
