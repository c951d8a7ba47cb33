import { isExpiringSoon, isoInstant, remainingMs, type Session } from 'nest-sessions';
import type { SessionSchema } from '../openapi/session.schema.js';
import { timeoutConfig } from './timeout-config.js';

/** A session on the wire, as it stood at one instant. */
export type WireSession = Pick<SessionSchema, keyof SessionSchema>;

/** `undefined` for a session that this server did not make: it has no agent or no channel. */
export function wireSession(session: Session, asOf: number): WireSession | undefined {
  const { agentId, channelId } = session.attributes;
  if (typeof agentId !== 'string' || typeof channelId !== 'string') return undefined;
  return {
    sessionId: session.id,
    channelId,
    agentId,
    userId: session.userId,
    createdAt: isoInstant(session.createdAt),
    lastActivity: isoInstant(session.lastActivityAt),
    expiresAt: isoInstant(session.expiresAt),
    metadata: session.metadata,
    timeoutConfig: timeoutConfig(session.timeouts),
    renewalCount: session.renewalCount,
    timeRemaining: remainingMs(session, asOf),
    isNearExpiration: isExpiringSoon(session, asOf),
  };
}
