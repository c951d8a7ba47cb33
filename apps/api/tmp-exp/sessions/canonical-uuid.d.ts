import * as z from 'zod';
/** A UUID of any version, in either case. It becomes lower case, so that one agent or user has one name. */
export declare function canonicalUuid(): z.ZodGUID;
//# sourceMappingURL=canonical-uuid.d.ts.map