import { describe, expect, it } from '@jest/globals';
import { readSettings, SettingsError } from './read-settings.js';
import { isLoopbackHost } from './variables.js';

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
  it('has a default for everything that needs one', () => {
    expect(readSettings({})).toEqual({
      PORT: 3000,
      HOST: '127.0.0.1',
      SESSIONS_STORE: 'file',
      SESSIONS_DIRECTORY: 'data/sessions',
      SESSION_DEFAULT_TIMEOUT_MINUTES: 30,
      SESSION_MIN_TIMEOUT_MINUTES: 5,
      SESSION_MAX_TIMEOUT_MINUTES: 1440,
      SESSION_MAX_DURATION_MINUTES: 720,
      SESSION_MAX_DURATION_LIMIT_MINUTES: 2880,
      SESSION_WARNING_THRESHOLD_MINUTES: 5,
      SESSION_CLEANUP_INTERVAL_MINUTES: 1,
      SESSIONS_MAX: 1_000_000,
      SESSIONS_MAX_PER_USER: 0,
      SESSIONS_MAX_PER_USER_POLICY: 'reject',
      SESSIONS_REMEMBER_ENDINGS_MINUTES: 0,
      SESSIONS_ALLOW_ANONYMOUS: false,
      SESSIONS_RATE_LIMIT_PER_MINUTE: 0,
      ALLOWED_HOSTS: [],
      CORS_ORIGINS: [],
      KEEP_ALIVE_SECONDS: 65,
      DRAIN_SECONDS: 1,
    });
  });

  it('reads numbers, lists and flags', () => {
    const env = {
      PORT: '0',
      SESSION_MIN_TIMEOUT_MINUTES: '0.5',
      SESSIONS_ALLOW_ANONYMOUS: 'true',
      ALLOWED_HOSTS: 'Sessions.internal, 10.0.0.7,',
      CORS_ORIGINS: 'https://app.example.com,http://localhost:5173',
      PUBLIC_URL: 'https://api.example.com/svc',
      DRAIN_SECONDS: '0.5',
    };
    expect(readSettings(env)).toMatchObject({
      PORT: 0,
      SESSION_MIN_TIMEOUT_MINUTES: 0.5,
      SESSIONS_ALLOW_ANONYMOUS: true,
      ALLOWED_HOSTS: ['sessions.internal', '10.0.0.7'],
      CORS_ORIGINS: ['https://app.example.com', 'http://localhost:5173'],
      PUBLIC_URL: 'https://api.example.com/svc',
      DRAIN_SECONDS: 0.5,
    });
  });

  it.each([
    ['2', 2],
    ['10.0.0.1', ['10.0.0.1']],
    ['10.0.0.0/8, fd00::/8', ['10.0.0.0/8', 'fd00::/8']],
  ])('trusts the proxies %s', (value, expected) => {
    expect(readSettings({ TRUST_PROXY: value }).TRUST_PROXY).toEqual(expected);
  });

  it('takes an empty variable for not set', () => {
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
    ['SESSIONS_REMEMBER_ENDINGS_MINUTES', ['-1', '1h']],
    ['SESSIONS_ALLOW_ANONYMOUS', ['yes', '1', 'TRUE']],
    ['SESSIONS_RATE_LIMIT_PER_MINUTE', ['-1', 'many']],
    ['ALLOWED_HOSTS', ['a b', 'localhost:3000', 'http://localhost', '*']],
    ['TRUST_PROXY', ['true', '0', '33', 'all', '*', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/8/8', 'proxy']],
    ['PUBLIC_URL', ['api.example.com', 'ftp://a', 'https://a/?q', 'https://a/#f', 'https://user:secret@a']],
    ['CORS_ORIGINS', ['*', 'null', 'app.example.com', 'https://app.example.com/', 'https://a,b']],
    ['KEEP_ALIVE_SECONDS', ['0', '3601', '1m']],
    ['METRICS_PORT', ['0', '65536', 'x']],
    ['DRAIN_SECONDS', ['-1', '3601']],
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
    expect(readSettings({ SESSIONS_STORE: 'redis', REDIS_URL: url })).toMatchObject({ REDIS_URL: url });
    expect(readSettings({ REDIS_URL: url }).SESSIONS_STORE).toBe('file');
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

describe('isLoopbackHost', () => {
  it.each(['127.0.0.1', '127.255.255.254', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', 'localhost', 'LOCALHOST'])(
    '%s can be reached from this machine only',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true);
    },
  );

  it.each(['0.0.0.0', '::', '128.0.0.1', '10.0.0.1', '::2', '::ffff:10.0.0.1', 'localhost.example.com', '127.1', ''])(
    '%s may be reached from elsewhere',
    (host) => {
      expect(isLoopbackHost(host)).toBe(false);
    },
  );
});
