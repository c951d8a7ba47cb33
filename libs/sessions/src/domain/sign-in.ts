import { SessionOfAnotherUserError } from './errors.js';
import type { Session } from './session.js';
import type { Timeouts } from './timeouts.js';

/** To whom a session goes when a user signs in, and the timeouts that it has from then on. */
export interface SignIn {
  readonly userId: string;
  readonly timeouts: Timeouts;
}

/** Returns the session. Throws `SessionOfAnotherUserError` if it belongs to another user: what it holds is not for this one. */
export function assertMaySignIn(session: Session, userId: string): Session {
  if (session.userId === undefined || session.userId === userId) return session;
  throw new SessionOfAnotherUserError();
}
