import * as z from 'zod';
import { RequestSchema } from '../http/request-schema.js';
import { minutesToMs } from '../settings/minutes.js';
import type { Settings } from '../settings/settings.js';
import { EXAMPLE } from '../openapi/decorators.js';
import { metadataSchema } from './metadata.js';
import { MEANINGS } from './timeouts.js';

/** What clients may send. The message of each schema says what is allowed. */
export const createSession = new RequestSchema('CreateSessionRequest', (settings) =>
  closed({
    agentId: uuid().meta({ description: 'A UUID in either case, answered in lower case', example: EXAMPLE.agentId }),
    userId: uuid().meta({ description: 'A UUID in either case, answered in lower case', example: EXAMPLE.userId }),
    metadata: metadataSchema.exactOptional(),
    timeoutConfig: closed(timeoutFields(settings))
      .meta({ description: 'What is left out comes from the defaults of the server' })
      .exactOptional(),
  }),
);
export type CreateSession = Output<typeof createSession>;

export const updateTimeouts = new RequestSchema('UpdateTimeoutsRequest', (settings) => {
  const fields = timeoutFields(settings);
  const allowed = `an object with at least one of ${Object.keys(fields).join(', ')}`;
  return closed(fields)
    .refine((sent) => Object.keys(sent).length > 0, {
      error: allowed,
      params: { problem: 'is empty' },
      when: ({ issues }) => issues.length === 0,
    })
    .meta({ minProperties: 1, description: 'What is left out stays as it is' });
});
export type UpdateTimeouts = Output<typeof updateTimeouts>;

const LIMIT = 'a whole number, 1 to 1000';

/** The values of a query are strings. A value that is given twice is an array, which no field accepts. */
export const listQuery = closed({
  limit: z
    .string(LIMIT)
    .refine((limit) => /^([1-9]\d{0,2}|1000)$/.test(limit), LIMIT)
    .transform(Number)
    .meta({ type: 'integer', minimum: 1, maximum: 1000, default: 100 })
    .exactOptional(),
  cursor: z.string('the nextCursor of a page').exactOptional(),
  userId: uuid().exactOptional(),
});
export type ListQuery = z.output<typeof listQuery>;

type Output<Schema extends RequestSchema<unknown>> = z.output<ReturnType<Schema['with']>>;

function timeoutFields(settings: Settings) {
  const { SESSION_MIN_TIMEOUT_MINUTES: min, SESSION_MAX_TIMEOUT_MINUTES: max } = settings;
  const { SESSION_MAX_DURATION_LIMIT_MINUTES: maxDuration } = settings;
  const timeout = `a number of minutes, ${String(min)} to ${String(max)}`;
  const duration = `a number of minutes, above 0 to ${String(maxDuration)}`;
  const warning = `a number of minutes, 0 to ${String(max)}`;
  return {
    timeoutMinutes: optional(
      z.number(timeout).min(min, timeout).max(max, timeout),
      MEANINGS.timeoutMinutes,
      settings.SESSION_DEFAULT_TIMEOUT_MINUTES,
    ),
    autoRenew: optional(z.boolean('true or false'), MEANINGS.autoRenew, true),
    maxDurationMinutes: optional(
      z
        .number(duration)
        .gt(0, duration)
        .max(maxDuration, duration)
        .refine((minutes) => minutesToMs(minutes) > 0, duration),
      MEANINGS.maxDurationMinutes,
      settings.SESSION_MAX_DURATION_MINUTES,
    ),
    warningThresholdMinutes: optional(
      z.number(warning).min(0, warning).max(max, warning),
      MEANINGS.warningThresholdMinutes,
      settings.SESSION_WARNING_THRESHOLD_MINUTES,
    ),
  };
}

function optional<T extends z.ZodType>(schema: T, description: string, example: z.output<T>): z.ZodExactOptional<T> {
  return schema.meta({ description, example }).exactOptional();
}

/** A UUID of any version, in either case. It becomes lower case, so that one agent or user has one name. */
function uuid(): z.ZodGUID {
  return z.guid('a UUID').toLowerCase();
}

/** An object that refuses every key that it does not know. */
function closed<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const known = `only ${Object.keys(shape).join(', ')}`;
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? known : 'a JSON object') });
}
