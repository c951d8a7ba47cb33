import type { SessionDeletedSchema } from '../openapi/session-deleted.schema.js';

/** The answer to a deletion on the wire. */
export type WireDeletion = Pick<SessionDeletedSchema, keyof SessionDeletedSchema>;

export const DELETED: WireDeletion = { success: true, message: 'The session was deleted.', data: { success: true } };
