import type { Contender } from './contender.js';
import { newPeerSession, touchPeerSession, WARNING_MS, type PeerSession } from './peer-session.js';

/** A Map that is walked for every count, as most applications write it by hand. */
export function scannedMap(): Contender {
  const sessions = new Map<string, PeerSession>();
  return {
    create: (userId) => {
      const session = newPeerSession(userId);
      sessions.set(session.id, session);
      return session;
    },
    touch: (id) => {
      const session = sessions.get(id);
      if (session !== undefined && session.expiresAt > Date.now()) touchPeerSession(session);
    },
    remove: (id) => sessions.delete(id),
    counts: () => scan(sessions),
  };
}

export function scan(sessions: ReadonlyMap<string, PeerSession>): { active: number; expiringSoon: number } {
  const now = Date.now();
  let active = 0;
  let expiringSoon = 0;
  for (const { expiresAt } of sessions.values()) {
    if (expiresAt <= now) continue;
    active += 1;
    if (expiresAt - WARNING_MS <= now) expiringSoon += 1;
  }
  return { active, expiringSoon };
}
