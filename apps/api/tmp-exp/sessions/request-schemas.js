import * as z from 'zod';
import { minutesToMs } from '../settings/minutes.js';
import { canonicalUuid } from './canonical-uuid.js';
import { metadataSchema } from './metadata.js';
import { agree, agreeWith } from './sent-timeouts.js';
/** The injection token of `RequestSchemas`. */
export const REQUEST_SCHEMAS = Symbol('request schemas');
/**
 * What the bodies of requests may be. The server checks with these schemas and its OpenAPI document is made of them.
 * The message of each says what is allowed.
 */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- the schemas are the type
export function requestSchemas(bounds, defaults) {
    const timeouts = timeoutFields(bounds, defaults);
    return {
        create: closed({
            agentId: uuid('The agent of the session', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'),
            userId: uuid('The user of the session', '6ba7b810-9dad-41d1-80b4-00c04fd430c8'),
            metadata: metadataSchema.optional(),
            timeoutConfig: closed(timeouts)
                .superRefine(agreeWith(defaults), WHATEVER_ELSE)
                .meta({ description: 'What is left out comes from the defaults of the server' })
                .optional(),
        }),
        changeTimeouts: closed(timeouts)
            .superRefine((value, context) => {
            if (context.issues.length > 0 || Object.keys(value).length > 0)
                return;
            const message = `an object with at least one of ${Object.keys(timeouts).join(', ')}`;
            context.addIssue({ code: 'custom', message, params: { problem: 'is empty' } });
        })
            .superRefine(agree, WHATEVER_ELSE)
            .meta({ minProperties: 1, description: 'What is left out stays as it is' }),
    };
}
/** For checks that run even where something is wrong already. */
const WHATEVER_ELSE = { when: () => true };
function timeoutFields(bounds, defaults) {
    const { minTimeoutMinutes: least, maxTimeoutMinutes: most, maxDurationLimitMinutes: limit } = bounds;
    const timeoutAllowed = `a number of minutes, ${String(least)} to ${String(most)}`;
    const durationAllowed = `a number of minutes, above 0 to ${String(limit)}`;
    const warningAllowed = `a number of minutes, 0 to ${String(most)}`;
    return {
        timeoutMinutes: z
            .number(timeoutAllowed)
            .min(least, timeoutAllowed)
            .max(most, timeoutAllowed)
            .meta({ description: 'The longest gap between two activities, in minutes', example: defaults.timeoutMinutes })
            .optional(),
        autoRenew: z
            .boolean('true or false')
            .meta({ description: 'Whether activity extends the session', example: true })
            .optional(),
        maxDurationMinutes: z
            .number(durationAllowed)
            .gt(0, durationAllowed)
            .max(limit, durationAllowed)
            .refine((minutes) => minutesToMs(minutes) > 0, durationAllowed)
            .meta({ description: 'The longest life, however active, in minutes', example: defaults.maxDurationMinutes })
            .optional(),
        warningThresholdMinutes: z
            .number(warningAllowed)
            .min(0, warningAllowed)
            .max(most, warningAllowed)
            .meta({
            description: 'How long before its expiry the session counts as near expiration, in minutes; 0 for never',
            example: defaults.warningThresholdMinutes,
        })
            .optional(),
    };
}
function uuid(description, example) {
    return canonicalUuid().meta({
        description: `${description}: a UUID in either case, answered in lower case`,
        example,
    });
}
/** An object that refuses every key that it does not know. */
function closed(shape) {
    const known = `only ${Object.keys(shape).join(', ')}`;
    return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? known : 'a JSON object') });
}
//# sourceMappingURL=request-schemas.js.map