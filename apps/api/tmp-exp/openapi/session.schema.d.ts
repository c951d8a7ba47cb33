import type { JsonObject } from 'nest-sessions';
import { TimeoutConfigSchema } from './timeout-config.schema.js';
export declare class SessionSchema {
    readonly sessionId: string;
    readonly channelId: string;
    readonly agentId: string;
    readonly userId: string;
    readonly createdAt: string;
    readonly lastActivity: string;
    readonly expiresAt: string;
    readonly metadata: JsonObject;
    readonly timeoutConfig: Pick<TimeoutConfigSchema, keyof TimeoutConfigSchema>;
    readonly renewalCount: number;
    readonly timeRemaining: number;
    readonly isNearExpiration: boolean;
}
//# sourceMappingURL=session.schema.d.ts.map