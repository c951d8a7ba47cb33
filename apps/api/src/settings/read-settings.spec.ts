import { describe, expect, it } from '@jest/globals';
import { readSettings } from './read-settings.js';
import { SettingsError } from './settings-error.js';

/** The problems that an environment has, line by line. */
function problems(env: Record<string, string>): string[] {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.message.split('\n').slice(1);
  }
}

describe('readSettings', () => {
  it('has a default for everything', () => {
    expect(readSettings({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      store: { kind: 'memory', capacity: 1_000_000 },
      sweepIntervalMs: 60_000,
      defaults: { timeoutMinutes: 30, maxDurationMinutes: 720, warningThresholdMinutes: 5 },
      bounds: { minTimeoutMinutes: 5, maxTimeoutMinutes: 1440, maxDurationLimitMinutes: 2880 },
      apiKey: undefined,
      rateLimitPerMinute: 0,
    });
  });

  it('reads every variable', () => {
    expect(
      readSettings({
        PORT: '0',
        HOST: '0.0.0.0',
        SESSIONS_STORE: 'memory',
        SESSION_DEFAULT_TIMEOUT_MINUTES: '2',
        SESSION_MIN_TIMEOUT_MINUTES: '0.5',
        SESSION_MAX_TIMEOUT_MINUTES: '3.25',
        SESSION_MAX_DURATION_MINUTES: '4',
        SESSION_MAX_DURATION_LIMIT_MINUTES: '5',
        SESSION_WARNING_THRESHOLD_MINUTES: '0',
        SESSION_CLEANUP_INTERVAL_MINUTES: '0.001',
        SESSIONS_MAX: '9',
        SESSIONS_MAX_PER_USER: '3',
        SESSIONS_MAX_PER_USER_POLICY: 'evict-oldest',
        SESSIONS_API_KEY: 'key',
        SESSIONS_RATE_LIMIT_PER_MINUTE: '6',
      }),
    ).toEqual({
      host: '0.0.0.0',
      port: 0,
      store: { kind: 'memory', capacity: 9 },
      maxPerUser: { max: 3, policy: 'evict-oldest' },
      sweepIntervalMs: 60,
      defaults: { timeoutMinutes: 2, maxDurationMinutes: 4, warningThresholdMinutes: 0 },
      bounds: { minTimeoutMinutes: 0.5, maxTimeoutMinutes: 3.25, maxDurationLimitMinutes: 5 },
      apiKey: 'key',
      rateLimitPerMinute: 6,
    });
  });

  it('takes an empty text for not set', () => {
    expect(readSettings({ PORT: '', SESSIONS_API_KEY: '', HOST: '' })).toEqual(readSettings({}));
  });

  it.each([
    ['PORT', ['-1', '65536', '1.5', '0x10', ' 80', 'http']],
    ['HOST', ['http://localhost', 'a b', '[::1]']],
    ['SESSIONS_STORE', ['postgres', 'Memory']],
    ['SESSION_DEFAULT_TIMEOUT_MINUTES', ['0', '-5', '1e3', 'Infinity', 'NaN', '30m', '99999999', '0.000001']],
    ['SESSION_CLEANUP_INTERVAL_MINUTES', ['0', '34561']],
    ['SESSION_WARNING_THRESHOLD_MINUTES', ['-1']],
    ['SESSIONS_MAX', ['0', '1.5', '99999999999999999999']],
    ['SESSIONS_MAX_PER_USER', ['-1', '1.5', 'many']],
    ['SESSIONS_MAX_PER_USER_POLICY', ['evict', 'Reject', '0']],
    ['SESSIONS_ALLOW_ANONYMOUS', ['yes', '1', 'TRUE']],
    ['SESSIONS_RATE_LIMIT_PER_MINUTE', ['-1', 'many']],
  ])('refuses a bad %s and shows it', (name, values) => {
    for (const value of values) {
      expect(problems({ [name]: value })).toEqual([expect.stringMatching(`^  ${name} is '.*', allowed is .+\\.$`)]);
      expect(problems({ [name]: value })[0]).toContain(`'${value}'`);
    }
  });

  it('names both ends of what a whole number may be', () => {
    expect(problems({ SESSIONS_MAX: '99999999999999999999', SESSIONS_RATE_LIMIT_PER_MINUTE: '1e9' })).toEqual([
      "  SESSIONS_MAX is '99999999999999999999', allowed is a whole number, 1 to 9007199254740991.",
      "  SESSIONS_RATE_LIMIT_PER_MINUTE is '1e9', allowed is a whole number, 0 to 9007199254740991.",
    ]);
    expect(problems({ SESSIONS_MAX: '9007199254740991' })).toEqual([]);
  });

  it.each([
    ['', 'reject'],
    ['reject', 'reject'],
    ['evict-oldest', 'evict-oldest'],
  ])('takes "%s" for what happens at the limit per user, where there is one', (text, policy) => {
    const policies = { SESSIONS_MAX_PER_USER_POLICY: text };
    expect(readSettings({ ...policies, SESSIONS_MAX_PER_USER: '2' }).maxPerUser).toEqual({ max: 2, policy });
    expect(readSettings(policies).maxPerUser).toBeUndefined();
  });

  it('compares durations as given, not as rounded to a millisecond', () => {
    const env = { SESSION_MIN_TIMEOUT_MINUTES: '0.01', SESSION_DEFAULT_TIMEOUT_MINUTES: '0.0123456' };
    expect(problems({ ...env, SESSION_WARNING_THRESHOLD_MINUTES: '0.01234567' })).toEqual([
      "  SESSION_WARNING_THRESHOLD_MINUTES is '0.01234567', allowed is at most SESSION_DEFAULT_TIMEOUT_MINUTES, " +
        "which is '0.0123456'.",
    ]);
  });

  it('never shows a secret', () => {
    const found = problems({ SESSIONS_API_KEY: 'naïve secret', REDIS_URL: 'http://user:secret@host' });
    expect(found).toEqual([
      '  REDIS_URL is a value that is not shown, allowed is a URL such as redis://127.0.0.1:6379, or rediss:// for TLS.',
      '  SESSIONS_API_KEY is a value that is not shown, allowed is visible ASCII characters without spaces.',
    ]);
  });

  it.each([
    ['SESSION_MIN_TIMEOUT_MINUTES', '31', 'SESSION_DEFAULT_TIMEOUT_MINUTES'],
    ['SESSION_DEFAULT_TIMEOUT_MINUTES', '1441', 'SESSION_MAX_TIMEOUT_MINUTES'],
    ['SESSION_DEFAULT_TIMEOUT_MINUTES', '721', 'SESSION_MAX_DURATION_MINUTES'],
    ['SESSION_WARNING_THRESHOLD_MINUTES', '30.5', 'SESSION_DEFAULT_TIMEOUT_MINUTES'],
    ['SESSION_MAX_DURATION_MINUTES', '2881', 'SESSION_MAX_DURATION_LIMIT_MINUTES'],
    ['SESSION_MAX_TIMEOUT_MINUTES', '2881', 'SESSION_MAX_DURATION_LIMIT_MINUTES'],
  ])('refuses %s=%s, which is above %s', (lesser, value, greater) => {
    expect(problems({ [lesser]: value })).toContainEqual(
      expect.stringMatching(`^  ${lesser} is '${value}', allowed is at most ${greater}, which is '.+'\\.$`),
    );
  });

  it('keeps sessions in Redis where it is told to, and needs to know which', () => {
    const url = 'rediss://user:secret@redis.example.com:6380/1';
    expect(readSettings({ SESSIONS_STORE: 'redis', REDIS_URL: url }).store).toEqual({ kind: 'redis', url });
    expect(readSettings({ REDIS_URL: url }).store).toMatchObject({ kind: 'memory' });
    expect(problems({ SESSIONS_STORE: 'redis' })).toEqual([
      "  REDIS_URL is '', allowed is a URL such as redis://127.0.0.1:6379 while SESSIONS_STORE is redis.",
    ]);
    for (const bad of ['redis://', 'localhost:6379', 'redis://[']) {
      expect(problems({ SESSIONS_STORE: 'redis', REDIS_URL: bad })).toHaveLength(1);
    }
  });

  it('takes equal ones', () => {
    const env = {
      SESSION_MIN_TIMEOUT_MINUTES: '30',
      SESSION_MAX_TIMEOUT_MINUTES: '30',
      SESSION_MAX_DURATION_MINUTES: '30',
    };
    expect(problems({ ...env, SESSION_WARNING_THRESHOLD_MINUTES: '30' })).toEqual([]);
  });

  it('compares no variable that is bad by itself', () => {
    expect(problems({ SESSION_MIN_TIMEOUT_MINUTES: 'x', SESSION_MAX_TIMEOUT_MINUTES: '1' })).toHaveLength(2);
  });

  it('listens to the world only with a key, or when that is wanted', () => {
    expect(problems({ HOST: '0.0.0.0' })).toEqual([expect.stringContaining('SESSIONS_ALLOW_ANONYMOUS=true')]);
    expect(problems({ HOST: '0.0.0.0', SESSIONS_API_KEY: 'key' })).toEqual([]);
    expect(problems({ HOST: '0.0.0.0', SESSIONS_ALLOW_ANONYMOUS: 'true' })).toEqual([]);
    expect(problems({ HOST: '::1' })).toEqual([]);
  });
});
