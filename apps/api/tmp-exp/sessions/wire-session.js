import { isExpiringSoon, isoInstant, remainingMs } from 'nest-sessions';
import { timeoutConfig } from './timeout-config.js';
/** `undefined` for a session that this server did not make: it has no agent or no channel. */
export function wireSession(session, asOf) {
    const { agentId, channelId } = session.attributes;
    if (typeof agentId !== 'string' || typeof channelId !== 'string')
        return undefined;
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
//# sourceMappingURL=wire-session.js.map