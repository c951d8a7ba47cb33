import * as z from 'zod';
import * as variable from './variables.js';

/** Every variable of the environment that the server reads, with its default. The README explains each of them. */
const variables = z.object({
  PORT: variable.integer(0, 65_535).prefault('3000'),
  HOST: variable.host().prefault('127.0.0.1'),
  SESSIONS_STORE: variable.oneOf('file', 'memory', 'redis').prefault('file'),
  SESSIONS_DIRECTORY: variable.path().prefault('data/sessions'),
  REDIS_URL: variable.redisUrl().optional(),
  SESSION_DEFAULT_TIMEOUT_MINUTES: variable.minutes().prefault('30'),
  SESSION_MIN_TIMEOUT_MINUTES: variable.minutes().prefault('5'),
  SESSION_MAX_TIMEOUT_MINUTES: variable.minutes().prefault('1440'),
  SESSION_MAX_DURATION_MINUTES: variable.minutes().prefault('720'),
  SESSION_MAX_DURATION_LIMIT_MINUTES: variable.minutes().prefault('2880'),
  SESSION_WARNING_THRESHOLD_MINUTES: variable.minutes({ zero: true }).prefault('5'),
  SESSION_CLEANUP_INTERVAL_MINUTES: variable.minutes({ max: variable.MAX_TIMER_MINUTES }).prefault('1'),
  SESSIONS_MAX: variable.integer(1).prefault('1000000'),
  SESSIONS_MAX_BYTES: variable.integer(1).optional(),
  SESSIONS_MAX_PER_USER: variable.integer(0).prefault('0'),
  SESSIONS_MAX_PER_USER_POLICY: variable.oneOf('reject', 'evict-oldest').prefault('reject'),
  SESSIONS_REMEMBER_ENDINGS_MINUTES: variable.minutes({ zero: true }).prefault('0'),
  SESSIONS_LEAK_MINUTES: variable.integer(0, 24 * 60 - 1).prefault('60'),
  SESSIONS_LEAK_GROWTH_PERCENT: variable.integer(1, 1000).prefault('10'),
  SESSIONS_API_KEY: variable.visibleText().optional(),
  SESSIONS_API_KEYS: variable.apiKeys().prefault(''),
  SESSIONS_ALLOW_ANONYMOUS: variable.flag().prefault('false'),
  SESSIONS_RATE_LIMIT_PER_MINUTE: variable.integer(0).prefault('0'),
  ALLOWED_HOSTS: variable.hosts().prefault(''),
  TRUST_PROXY: variable.proxies().optional(),
  PUBLIC_URL: variable.publicUrl().optional(),
  CORS_ORIGINS: variable.origins().prefault(''),
  KEEP_ALIVE_SECONDS: variable.seconds(1, 3600).prefault('65'),
  LOG_FORMAT: variable.oneOf('text', 'json').prefault('text'),
  LOG_REQUESTS: variable.flag().prefault('false'),
  METRICS_PORT: variable.integer(1, 65_535).optional(),
  DRAIN_SECONDS: variable.seconds(0, 3600).prefault('1'),
});

export type VariableName = keyof typeof variables.shape;
export type Settings = z.output<typeof variables>;

/** Never shown, not even when they are bad. */
export const SECRETS: ReadonlySet<string> = new Set<VariableName>([
  'SESSIONS_API_KEY',
  'SESSIONS_API_KEYS',
  'REDIS_URL',
]);

export const VARIABLE_NAMES = variables.keyof().options;

/** The first of each pair must not be above the second. */
const ORDER = [
  ['SESSION_MIN_TIMEOUT_MINUTES', 'SESSION_DEFAULT_TIMEOUT_MINUTES'],
  ['SESSION_DEFAULT_TIMEOUT_MINUTES', 'SESSION_MAX_TIMEOUT_MINUTES'],
  ['SESSION_DEFAULT_TIMEOUT_MINUTES', 'SESSION_MAX_DURATION_MINUTES'],
  ['SESSION_WARNING_THRESHOLD_MINUTES', 'SESSION_DEFAULT_TIMEOUT_MINUTES'],
  ['SESSION_MAX_DURATION_MINUTES', 'SESSION_MAX_DURATION_LIMIT_MINUTES'],
  ['SESSION_MAX_TIMEOUT_MINUTES', 'SESSION_MAX_DURATION_LIMIT_MINUTES'],
] as const;

export const settingsSchema = variables.superRefine(
  (settings, context) => {
    const refuse = (name: VariableName, allowed: string): void => {
      context.addIssue({ code: 'custom', path: [name], message: allowed });
    };
    const bad = new Set(context.issues.map(({ path }) => path?.[0]));
    for (const [lesser, greater] of ORDER) {
      if (bad.has(lesser) || bad.has(greater) || settings[lesser] <= settings[greater]) continue;
      refuse(lesser, `at most ${greater}, which is '${String(settings[greater])}'`);
    }
    const { HOST, SESSIONS_ALLOW_ANONYMOUS: isForAll } = settings;
    const areRight = !ACCESS.some((name) => bad.has(name));
    if (areRight && !isForAll && apiKeysOf(settings).length === 0 && !variable.isLoopbackHost(HOST)) {
      refuse('HOST', LOOPBACK_ONLY);
    }
    if (settings.SESSIONS_STORE === 'redis' && settings.REDIS_URL === undefined && !bad.has('REDIS_URL')) {
      refuse('REDIS_URL', 'a URL such as redis://127.0.0.1:6379 while SESSIONS_STORE is redis');
    }
  },
  // Runs even if some are bad, so that the message names all.
  { when: () => true },
);

const ACCESS = ['HOST', 'SESSIONS_API_KEY', 'SESSIONS_API_KEYS', 'SESSIONS_ALLOW_ANONYMOUS'] as const;

/** All keys of the API. Without any, everybody who can reach the server may do everything. */
export function apiKeysOf({ SESSIONS_API_KEY: secret, SESSIONS_API_KEYS: keys }: Settings): readonly variable.ApiKey[] {
  return secret === undefined ? keys : [{ name: 'default', scope: 'admin', secret }, ...keys];
}

const LOOPBACK_ONLY =
  'a loopback address such as 127.0.0.1 while there is no SESSIONS_API_KEY: set a key, or ' +
  'SESSIONS_ALLOW_ANONYMOUS=true to serve everybody who can reach this address';

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

/** The injection token of `Settings`. */
export const SETTINGS = Symbol('settings');
