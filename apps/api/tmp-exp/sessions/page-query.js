import * as z from 'zod';
import { canonicalUuid } from './canonical-uuid.js';
const LIMIT = 'a whole number, 1 to 1000';
/** The query of the list. Its values are texts; one that is given twice is a list of texts, which none of them takes. */
export const pageQuery = z.strictObject({
    limit: z
        .string(LIMIT)
        .regex(/^\d{1,4}$/, LIMIT)
        .transform(Number)
        .refine((limit) => limit >= 1 && limit <= 1000, LIMIT)
        .optional(),
    cursor: z.string('the nextCursor of a page').optional(),
    userId: canonicalUuid().optional(),
}, 'only limit, cursor, userId');
/** What of a query tells whether its cursor is known, whatever else is wrong with it. */
export const cursorQuery = z.object({ cursor: z.string(), userId: canonicalUuid().optional().catch(undefined) });
//# sourceMappingURL=page-query.js.map