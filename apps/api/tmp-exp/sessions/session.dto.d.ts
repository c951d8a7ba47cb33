import { type Session } from 'nest-sessions';
import { TimeoutConfigDto } from './timeouts.js';
/** A session on the wire, as it was at one instant. */
export declare class SessionDto {
    readonly sessionId: string;
    readonly channelId: string;
    readonly agentId: string;
    readonly userId: string;
    readonly createdAt: string;
    readonly lastActivity: string;
    readonly expiresAt: string;
    readonly metadata: Readonly<Record<string, unknown>>;
    readonly timeoutConfig: TimeoutConfigDto;
    readonly renewalCount: number;
    readonly timeRemaining: number;
    readonly isNearExpiration: boolean;
}
export declare class SuccessDto {
    readonly success: boolean;
}
export declare class SessionDeletedDto extends SuccessDto {
    readonly message: string;
    readonly data: SuccessDto;
}
/** `undefined` for a session that this server did not make: it has no agent or no channel. */
export declare function toSessionDto(session: Session, asOf: number): SessionDto | undefined;
export declare function iso(at: number): string;
//# sourceMappingURL=session.dto.d.ts.map