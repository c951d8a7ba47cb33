import { InvalidSessionError } from './errors.js';
import type { Session } from './session.js';

/** When the user of a session authenticated, if the store keeps no other instant: at the creation. A guest never did. */
export function authenticatedByDefault({
  userId,
  createdAt,
}: Pick<Session, 'userId' | 'createdAt'>): number | undefined {
  return userId === undefined ? undefined : createdAt;
}

/** Throws `InvalidSessionError` if a session has no user who could authenticate. */
export function assertHasUser({ userId }: Pick<Session, 'userId'>): void {
  if (userId !== undefined) return;
  throw new InvalidSessionError('id', 'is that of a guest. Call signIn() with the user who has authenticated');
}
