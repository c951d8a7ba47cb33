import { isIP } from 'node:net';
import * as z from 'zod';
import { minutesToMs } from './minutes.js';

/** A hundred years, the longest timeout that a session can have. */
const LONGEST_MINUTES = 100 * 365 * 24 * 60;
/** 24 days: Node's timers wait no longer. */
const LONGEST_INTERVAL_MINUTES = 24 * 24 * 60;

/** How the texts of the environment are read. The only message of each variable says what is allowed. */
export const VARIABLES = z.object({
  PORT: whole(0, 65_535),
  HOST: text('a host name or an IP address', isHost),
  SESSIONS_STORE: z.enum(['memory', 'redis'], 'memory or redis'),
  REDIS_URL: text('a URL such as redis://127.0.0.1:6379, or rediss:// for TLS', isRedisUrl),
  SESSION_DEFAULT_TIMEOUT_MINUTES: minutes(),
  SESSION_MIN_TIMEOUT_MINUTES: minutes(),
  SESSION_MAX_TIMEOUT_MINUTES: minutes(),
  SESSION_MAX_DURATION_MINUTES: minutes(),
  SESSION_MAX_DURATION_LIMIT_MINUTES: minutes(),
  SESSION_WARNING_THRESHOLD_MINUTES: minutes({ zero: true }),
  SESSION_CLEANUP_INTERVAL_MINUTES: minutes({ most: LONGEST_INTERVAL_MINUTES }),
  SESSIONS_MAX: whole(1),
  SESSIONS_MAX_PER_USER: whole(0),
  SESSIONS_MAX_PER_USER_POLICY: z.enum(['reject', 'evict-oldest'], 'reject or evict-oldest'),
  SESSIONS_API_KEY: text('visible ASCII characters without spaces', (value) => /^[\x21-\x7e]*$/.test(value)),
  SESSIONS_ALLOW_ANONYMOUS: z.stringbool({
    truthy: ['true'],
    falsy: ['false'],
    case: 'sensitive',
    error: 'true or false',
  }),
  SESSIONS_RATE_LIMIT_PER_MINUTE: whole(0),
});

export type VariableName = keyof typeof VARIABLES.shape;
export type Values = z.output<typeof VARIABLES>;

/** The texts of the variables that are not set. */
export const PRESETS: Readonly<Record<VariableName, string>> = {
  PORT: '3000',
  HOST: '127.0.0.1',
  SESSIONS_STORE: 'memory',
  REDIS_URL: '',
  SESSION_DEFAULT_TIMEOUT_MINUTES: '30',
  SESSION_MIN_TIMEOUT_MINUTES: '5',
  SESSION_MAX_TIMEOUT_MINUTES: '1440',
  SESSION_MAX_DURATION_MINUTES: '720',
  SESSION_MAX_DURATION_LIMIT_MINUTES: '2880',
  SESSION_WARNING_THRESHOLD_MINUTES: '5',
  SESSION_CLEANUP_INTERVAL_MINUTES: '1',
  SESSIONS_MAX: '1000000',
  SESSIONS_MAX_PER_USER: '0',
  SESSIONS_MAX_PER_USER_POLICY: 'reject',
  SESSIONS_API_KEY: '',
  SESSIONS_ALLOW_ANONYMOUS: 'false',
  SESSIONS_RATE_LIMIT_PER_MINUTE: '0',
};

/** Never shown, not even when they are bad. */
export const SECRETS: ReadonlySet<VariableName> = new Set(['SESSIONS_API_KEY', 'REDIS_URL']);

function text(allowed: string, holds: (value: string) => boolean): z.ZodType<string, string> {
  return z.string().refine(holds, allowed);
}

function whole(least: number, most = Number.MAX_SAFE_INTEGER): z.ZodType<number, string> {
  const allowed = `a whole number, ${String(least)} to ${String(most)}`;
  return numeric(/^\d+$/, allowed, (value) => value >= least && value <= most);
}

function minutes({ zero = false, most = LONGEST_MINUTES } = {}): z.ZodType<number, string> {
  const allowed = `a number of minutes, ${zero ? '0' : 'above 0'} to ${String(most)}`;
  return numeric(/^\d+(\.\d+)?$/, allowed, (value) => value <= most && (zero || minutesToMs(value) > 0));
}

function numeric(form: RegExp, allowed: string, holds: (value: number) => boolean): z.ZodType<number, string> {
  return z.string().regex(form, allowed).transform(Number).refine(holds, allowed);
}

function isRedisUrl(value: string): boolean {
  return value === '' || (/^rediss?:\/\/[^/]/.test(value) && URL.canParse(value));
}

function isHost(value: string): boolean {
  return isIP(value) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value);
}
