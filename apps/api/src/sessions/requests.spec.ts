import { describe, expect, it } from '@jest/globals';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { ApiError } from '../errors/api-error.js';
import { RequestPipe } from '../http/request.pipe.js';
import { readSettings } from '../settings/read-settings.js';
import { createSession, updateTimeouts } from './requests.js';

const pipe = new RequestPipe(
  readSettings({
    SESSION_MAX_TIMEOUT_MINUTES: '60',
    SESSION_MAX_DURATION_MINUTES: '60',
    SESSION_MAX_DURATION_LIMIT_MINUTES: '120',
  }),
);
const IDS = { agentId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301', userId: '6ba7b810-9dad-41d1-80b4-00c04fd430c8' };

function read(schema: StandardSchemaV1, value: unknown): Promise<unknown> {
  return pipe.transform(value, { type: 'body', schema });
}

async function refusal(schema: StandardSchemaV1, value: unknown): Promise<ApiError> {
  try {
    await read(schema, value);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('The schemas of requests', () => {
  it.each([
    { timeoutMinutes: 5 },
    { timeoutMinutes: 60 },
    { maxDurationMinutes: 120 },
    { warningThresholdMinutes: 0 },
    { timeoutMinutes: 60, warningThresholdMinutes: 60 },
    { autoRenew: false },
  ])('takes %j, at the edge of what is allowed', async (timeouts) => {
    expect(await read(updateTimeouts, timeouts)).toEqual(timeouts);
    expect(await read(createSession, { ...IDS, timeoutConfig: timeouts })).toEqual({
      ...IDS,
      timeoutConfig: timeouts,
    });
  });

  it.each([
    { timeoutMinutes: 4.9999 },
    { timeoutMinutes: 60.0001 },
    { maxDurationMinutes: 120.0001 },
    { maxDurationMinutes: 0.000001 },
    { maxDurationMinutes: Infinity },
    { warningThresholdMinutes: -0.0001 },
    { warningThresholdMinutes: NaN },
    { timeoutMinutes: null },
    { timeoutMinutes: [30] },
    {},
  ])('refuses %j', async (timeouts) => {
    expect((await refusal(updateTimeouts, timeouts)).code).toBe('VALIDATION_ERROR');
  });

  it('passes metadata on as the same object', async () => {
    const metadata: unknown = JSON.parse('{"__proto__":{"a":1},"constructor":2}');
    const body = await read(createSession, { ...IDS, metadata });
    expect(Reflect.get(Object(body) as object, 'metadata')).toBe(metadata);
    expect(JSON.stringify(metadata)).toBe('{"__proto__":{"a":1},"constructor":2}');
  });
});

describe('RequestPipe', () => {
  it('names each bad field once, and only a few of many', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`key${String(at)}`, at]));
    const error = await refusal(updateTimeouts, { ...many, timeoutMinutes: -1 });
    expect(error.details?.fields).toHaveLength(100);
    expect(error.message.length).toBeLessThan(1000);
    expect(error.message).toContain('timeoutMinutes is -1, allowed is a number of minutes, 5 to 60; ');
    expect(error.message).toMatch(/; and 296 more\.$/);
  });

  it('repeats no long strings and no long names', async () => {
    const long = 'x'.repeat(50_000);
    const error = await refusal(createSession, { ...IDS, userId: long, [long]: long });
    expect(JSON.stringify([error.message, error.details]).length).toBeLessThan(1000);
    expect(error.message).toContain('userId is a string of 50000 characters, allowed is a UUID');
  });

  it('keeps two names apart that are equal after they were shortened', async () => {
    const error = await refusal(updateTimeouts, { unknownKeyNumberOne: 1, unknownKeyNumberTwo: 2 });
    expect(error.details?.fields).toHaveLength(2);
  });

  it('repeats nothing as long as a session id', async () => {
    const id = 'Vq3T0mJ6yCkR1wZp8sXbN4aE';
    const error = await refusal(createSession, { agentId: id, userId: id });
    expect(JSON.stringify([error.message, error.details])).not.toContain(id);
  });
});
