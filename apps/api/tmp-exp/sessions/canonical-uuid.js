import * as z from 'zod';
/** A UUID of any version, in either case. It becomes lower case, so that one agent or user has one name. */
export function canonicalUuid() {
    return z.guid('a UUID').toLowerCase();
}
//# sourceMappingURL=canonical-uuid.js.map