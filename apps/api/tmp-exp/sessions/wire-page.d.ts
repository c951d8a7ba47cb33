import type { SessionPage } from 'nest-sessions';
import type { SessionPageSchema } from '../openapi/session-page.schema.js';
/** One page of active sessions on the wire. */
export type WirePage = Pick<SessionPageSchema, keyof SessionPageSchema>;
export declare function wirePage({ sessions, total, counts, nextCursor, asOf }: SessionPage): WirePage;
//# sourceMappingURL=wire-page.d.ts.map