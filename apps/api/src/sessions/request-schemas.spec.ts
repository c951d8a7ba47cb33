import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../errors/api-error.js';
import { readRequest } from './read-request.js';
import { requestSchemas } from './request-schemas.js';

const schemas = requestSchemas(
  { minTimeoutMinutes: 5, maxTimeoutMinutes: 60, maxDurationLimitMinutes: 120 },
  { timeoutMinutes: 30, maxDurationMinutes: 60, warningThresholdMinutes: 5 },
);
const IDS = { agentId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301', userId: '6ba7b810-9dad-41d1-80b4-00c04fd430c8' };

function refusal(run: () => unknown): ApiError {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('requestSchemas', () => {
  it.each([
    { timeoutMinutes: 5 },
    { timeoutMinutes: 60 },
    { maxDurationMinutes: 120 },
    { warningThresholdMinutes: 0 },
    { timeoutMinutes: 60, warningThresholdMinutes: 60 },
    { autoRenew: false },
  ])('takes %j, at the edge of what is allowed', (timeouts) => {
    expect(readRequest(schemas.changeTimeouts, timeouts)).toEqual(timeouts);
    expect(readRequest(schemas.create, { ...IDS, timeoutConfig: timeouts })).toEqual({
      ...IDS,
      timeoutConfig: timeouts,
    });
  });

  it.each([{ maxDurationMinutes: 0.00001 }, { warningThresholdMinutes: 60 }])(
    'takes %j for a change, where it may fit the timeouts that stay, but not for a new session',
    (timeouts) => {
      expect(readRequest(schemas.changeTimeouts, timeouts)).toEqual(timeouts);
      const error = refusal(() => readRequest(schemas.create, { ...IDS, timeoutConfig: timeouts }));
      expect(error.message).toContain('timeoutMinutes (30 minutes, the default)');
    },
  );

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
  ])('refuses %j', (timeouts) => {
    expect(refusal(() => readRequest(schemas.changeTimeouts, timeouts)).code).toBe('VALIDATION_ERROR');
  });

  it('hands metadata on as the very object that came', () => {
    const metadata: unknown = JSON.parse('{"__proto__":{"a":1}}');
    expect(readRequest(schemas.create, { ...IDS, metadata }).metadata).toBe(metadata);
  });
});

describe('readRequest', () => {
  it('tells each bad field once, and says no more than a few of many', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`key${String(at)}`, at]));
    const error = refusal(() => readRequest(schemas.changeTimeouts, { ...many, timeoutMinutes: -1 }));
    expect(error.details?.fields).toHaveLength(100);
    expect(error.message.length).toBeLessThan(1000);
    expect(error.message).toContain('timeoutMinutes is -1, allowed is a number of minutes, 5 to 60; ');
    expect(error.message).toMatch(/; and 296 more\.$/);
  });

  it('repeats no long texts and no long names', () => {
    const long = 'x'.repeat(50_000);
    const error = refusal(() => readRequest(schemas.create, { ...IDS, userId: long, [long]: long }));
    expect(JSON.stringify([error.message, error.details]).length).toBeLessThan(1000);
    expect(error.message).toContain('userId is a text of 50000 characters, allowed is a UUID');
  });

  it('cuts a long path', () => {
    const metadata: unknown = JSON.parse(`${'{"a":'.repeat(300)}1e400${'}'.repeat(300)}`);
    const error = refusal(() => readRequest(schemas.create, { ...IDS, metadata }));
    expect(error.message).toBe('metadata.a.a.a.a.a.a.a.… is not a finite number, allowed is a finite number.');
  });

  it('tells apart what is alike once it is cut', () => {
    const error = refusal(() =>
      readRequest(schemas.changeTimeouts, { unknownKeyNumberOne: 1, unknownKeyNumberTwo: 2 }),
    );
    expect(error.details?.fields).toHaveLength(2);
  });

  it('repeats nothing as long as a session id', () => {
    const id = 'Vq3T0mJ6yCkR1wZp8sXbN4aE';
    const error = refusal(() => readRequest(schemas.create, { agentId: id, userId: id }));
    expect(JSON.stringify([error.message, error.details])).not.toContain(id);
  });
});
