import { type Session } from 'nest-sessions';
import type { SessionSchema } from '../openapi/session.schema.js';
/** A session on the wire, as it stood at one instant. */
export type WireSession = Pick<SessionSchema, keyof SessionSchema>;
/** `undefined` for a session that this server did not make: it has no agent or no channel. */
export declare function wireSession(session: Session, asOf: number): WireSession | undefined;
//# sourceMappingURL=wire-session.d.ts.map