import type { SessionDeletedSchema } from '../openapi/session-deleted.schema.js';
/** The answer to a deletion on the wire. */
export type WireDeletion = Pick<SessionDeletedSchema, keyof SessionDeletedSchema>;
export declare const DELETED: WireDeletion;
//# sourceMappingURL=wire-deletion.d.ts.map