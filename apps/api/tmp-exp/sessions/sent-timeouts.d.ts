import type * as z from 'zod';
import type { DefaultTimeouts } from '../settings/settings.js';
import type { TimeoutChangesRequest } from './timeout-config.js';
type Context = z.core.$RefinementCtx<TimeoutChangesRequest>;
/** Checks the timeouts of a new session, as they were sent, against each other and against the defaults. */
export declare function agreeWith(defaults: DefaultTimeouts): (timeouts: TimeoutChangesRequest, context: Context) => void;
/**
 * Checks the timeouts of a change, as they were sent, against each other. What the library finds by itself is left to
 * it, unless something else is wrong already: it knows the timeouts that were not sent, too.
 */
export declare function agree(timeouts: TimeoutChangesRequest, context: Context): void;
export {};
//# sourceMappingURL=sent-timeouts.d.ts.map