import type { Contender } from './contender.js';
import { IDLE_MS, newPeerSession, touchPeerSession, type PeerSession } from './peer-session.js';

interface Timed {
  readonly session: PeerSession;
  readonly timer: NodeJS.Timeout;
}

/** A Map, and one timer for each session. */
export function timerEach(): Contender {
  const sessions = new Map<string, Timed>();
  return {
    create: (userId) => {
      const session = newPeerSession(userId);
      const timer = setTimeout(() => sessions.delete(session.id), IDLE_MS).unref();
      sessions.set(session.id, { session, timer });
      return session;
    },
    touch: (id) => {
      const timed = sessions.get(id);
      if (timed === undefined) return;
      touchPeerSession(timed.session);
      timed.timer.refresh();
    },
    remove: (id) => {
      clearTimeout(sessions.get(id)?.timer);
      sessions.delete(id);
    },
  };
}
