import { Keyv } from 'keyv';
import type { Contender } from './contender.js';
import { IDLE_MS, newPeerSession, touchPeerSession, type PeerSession } from './peer-session.js';

/** Keyv over its Map; cache-manager keeps in a Keyv too. A touch is a get and a set, since it has none of its own. */
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
