import type { StandardSchemaV1 } from '@standard-schema/spec';
import { DEFAULT_KIND } from '../domain/kind.js';
import { SESSION_EVENT_TYPES, type SessionEventType } from '../domain/events.js';
import type { UserLimit } from '../domain/session.js';
import { completeTimeouts, LONGEST_DURATION_MS, type Timeouts } from '../domain/timeouts.js';
import type { SessionStore } from '../stores/session-store.js';
import { SECRETS_ALLOWED } from '../domain/secret.js';
import { OptionChecker } from './option-checker.js';
import { resolvedBinding } from './session-binding.js';
import type { SessionIdExtractor } from './session-id-extractor.js';
import type {
  CookieOptions,
  GuardOptions,
  HealthOptions,
  LoggingOptions,
  OnReuse,
  ResolvedSessionsOptions,
  SessionsModuleOptions,
  SweepOptions,
  TimeoutOptions,
} from './sessions-options.js';

/** A Node timer with a longer delay fires immediately. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const ON_REUSE: readonly OnReuse[] = ['report', 'revoke-session', 'revoke-user'];

const POLICIES: readonly UserLimit['policy'][] = ['reject', 'evict-oldest'];

const DEFAULT_TIMEOUTS: Timeouts = Object.freeze({
  idleTimeoutMs: 30 * 60_000,
  absoluteTimeoutMs: 12 * 3_600_000,
  warningThresholdMs: 5 * 60_000,
  autoRenew: true,
});

/** Every option, and the options of every group. */
const OPTIONS: Readonly<Record<keyof SessionsModuleOptions, readonly string[]>> = {
  store: [],
  timeouts: ['idleTimeout', 'absoluteTimeout', 'warningThreshold', 'autoRenew'],
  maxMetadataBytes: [],
  metadataSchema: [],
  maxPerUser: ['max', 'policy'],
  onReuse: [],
  touchPrecision: [],
  sweep: ['interval', 'batchSize'],
  health: ['slowThreshold', 'timeout', 'capacityThreshold', 'missedSweeps'],
  cookie: ['name', 'secret', 'persistent', 'path', 'domain', 'secure', 'sameSite', 'partitioned'],
  guard: ['extractors', 'refusalBody', 'bind', 'bindKey', 'onMismatch'],
  logging: ['events'],
};

/** The methods that every store has. */
const STORE_METHODS: readonly (keyof SessionStore)[] = [
  'create',
  'get',
  'touch',
  'renew',
  'updateTimeouts',
  'updateMetadata',
  'rotate',
  'delete',
  'revokeByUser',
  'quarantine',
  'list',
  'counts',
  'sweep',
  'quarantined',
  'clearQuarantine',
  'ping',
  'close',
];

/**
 * Checks the options of the module and adds the defaults. It builds nothing. Throws one `InvalidOptionsError` that names
 * every bad option.
 */
export function resolveOptions(options: SessionsModuleOptions, kind: string = DEFAULT_KIND): ResolvedSessionsOptions {
  const check = new OptionChecker(`SessionsModule${kind === DEFAULT_KIND ? '' : ` '${kind}'`} can't start`);
  const given: SessionsModuleOptions = check.group('', options, Object.keys(OPTIONS));
  const { store, maxMetadataBytes = 10_240, metadataSchema, maxPerUser, touchPrecision = 0 } = given;
  const { onReuse = 'report' } = given;
  const { timeouts = {}, sweep = {}, health = {}, guard = {}, logging = {}, cookie } = given;
  const resolved: ResolvedSessionsOptions = {
    store,
    timeouts: resolveTimeouts(timeouts, check),
    maxMetadataBytes: check.integer('maxMetadataBytes', maxMetadataBytes, { min: 2 }),
    metadataSchema,
    maxPerUser: resolveUserLimit(maxPerUser, check),
    onReuse: check.oneOf('onReuse', onReuse, ON_REUSE),
    touchPrecisionMs: check.duration('touchPrecision', touchPrecision, { min: 0, max: LONGEST_DURATION_MS }),
    sweep: resolveSweep(sweep, check),
    health: resolveHealth(health, check),
    cookie: cookie && resolveCookie(cookie, check),
    guard: resolveGuard(guard, check),
    logging: resolveLogging(logging, check),
  };
  checkStore(store, check);
  checkSchema(metadataSchema, check);
  check.done();
  return resolved;
}

function resolveSweep(options: SweepOptions | false, check: OptionChecker): ResolvedSessionsOptions['sweep'] {
  const { interval = '1m', batchSize = 500 }: SweepOptions =
    options === false ? {} : check.group('sweep', options, OPTIONS.sweep);
  const intervalMs = check.duration('sweep.interval', interval, { min: 1, max: LONGEST_TIMER_MS });
  return {
    intervalMs: options === false ? undefined : intervalMs,
    batchSize: check.integer('sweep.batchSize', batchSize, { min: 1 }),
  };
}

function resolveHealth(options: HealthOptions, check: OptionChecker): ResolvedSessionsOptions['health'] {
  const health: HealthOptions = check.group('health', options, OPTIONS.health);
  const { slowThreshold = 250, timeout = 800, capacityThreshold = 0.9, missedSweeps = 3 } = health;
  const timer = { min: 1, max: LONGEST_TIMER_MS };
  return {
    slowThresholdMs: check.duration('health.slowThreshold', slowThreshold, timer),
    timeoutMs: check.duration('health.timeout', timeout, timer),
    capacityThreshold: check.value(
      'health.capacityThreshold',
      capacityThreshold,
      capacityThreshold > 0 && capacityThreshold <= 1,
      'a number above 0 and at most 1',
    ),
    missedSweeps: check.integer('health.missedSweeps', missedSweeps, { min: 1 }),
  };
}

function resolveCookie(options: CookieOptions, check: OptionChecker): CookieOptions {
  const { persistent = false }: Partial<CookieOptions> = check.group('cookie', options, OPTIONS.cookie);
  check.boolean('cookie.persistent', persistent);
  return options;
}

function resolveLogging(options: LoggingOptions, check: OptionChecker): ResolvedSessionsOptions['logging'] {
  const { events = ['quarantined'] }: LoggingOptions = check.group('logging', options, OPTIONS.logging);
  const types: readonly SessionEventType[] = Array.isArray(events) ? events : [events];
  return {
    events: types.map((type) => check.oneOf('logging.events', type, SESSION_EVENT_TYPES)),
  };
}

function resolveUserLimit(given: number | UserLimit | undefined, check: OptionChecker): UserLimit | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'number') return { max: check.integer('maxPerUser', given, { min: 1 }), policy: 'reject' };
  const limit: Partial<UserLimit> = given;
  const { max = 0, policy = 'reject' } = check.group('maxPerUser', limit, OPTIONS.maxPerUser);
  return {
    max: check.integer('maxPerUser.max', max, { min: 1 }),
    policy: check.oneOf('maxPerUser.policy', policy, POLICIES),
  };
}

/** Lowers a default warning threshold above the given idle timeout to that timeout, as for a new session. */
function resolveTimeouts(options: TimeoutOptions, check: OptionChecker): Timeouts {
  const given: TimeoutOptions = check.group('timeouts', options, OPTIONS.timeouts);
  const { idleTimeout, absoluteTimeout, warningThreshold, autoRenew } = given;
  const before = check.problemCount;
  const longest = { min: 1, max: LONGEST_DURATION_MS };
  const requested = {
    ...(idleTimeout !== undefined && { idleTimeoutMs: check.duration('timeouts.idleTimeout', idleTimeout, longest) }),
    ...(absoluteTimeout !== undefined && {
      absoluteTimeoutMs: check.duration('timeouts.absoluteTimeout', absoluteTimeout, longest),
    }),
    ...(warningThreshold !== undefined && {
      warningThresholdMs: check.duration('timeouts.warningThreshold', warningThreshold, { ...longest, min: 0 }),
    }),
    ...(autoRenew !== undefined && { autoRenew: check.boolean('timeouts.autoRenew', autoRenew) }),
  };
  const result = completeTimeouts(requested, DEFAULT_TIMEOUTS);
  if (result.ok) return result.timeouts;
  // A bad duration is already reported. A comparison with the others would mislead.
  if (check.problemCount === before) {
    for (const { lesser, greater, lesserMs, greaterMs } of result.conflicts) {
      const [low, high] = [`timeouts.${lesser.slice(0, -2)}`, `timeouts.${greater.slice(0, -2)}`];
      check.problem(low, lesserMs, `at most ${high} (${String(greaterMs)})`);
    }
  }
  return DEFAULT_TIMEOUTS;
}

function resolveGuard(options: GuardOptions, check: OptionChecker): ResolvedSessionsOptions['guard'] {
  const {
    extractors,
    refusalBody,
    bind,
    bindKey,
    onMismatch = 'refuse',
  }: GuardOptions = check.group('guard', options, OPTIONS.guard);
  const key = check.secret('guard.bindKey', bindKey);
  const mismatch = check.oneOf('guard.onMismatch', onMismatch, ['refuse', 'report']);
  if (refusalBody !== undefined) {
    const allowed = 'a function that makes the body of a refused request';
    check.value('guard.refusalBody', refusalBody, typeof refusalBody === 'function', allowed);
  }
  const isFunction = bind === undefined || typeof bind === 'function';
  check.value('guard.bind', bind, isFunction, 'a function of a request');
  if (bind !== undefined && bindKey === undefined) {
    check.problem('guard.bindKey', bindKey, `with guard.bind ${SECRETS_ALLOWED}`);
  }
  const isBound = isFunction && bind !== undefined && key !== undefined;
  return {
    extractors: extractors && resolveExtractors(extractors, check),
    refusalBody,
    binding: isBound ? resolvedBinding(bind, key, mismatch) : undefined,
  };
}

function resolveExtractors(
  extractors: readonly SessionIdExtractor[],
  check: OptionChecker,
): readonly SessionIdExtractor[] | undefined {
  const given: unknown = extractors;
  const isList = Array.isArray(given) && given.length > 0 && given.every((one) => typeof one === 'function');
  check.value('guard.extractors', given, isList, "a list of at least one function, such as [fromCookie('sid')]");
  return isList ? [...extractors] : undefined;
}

function checkStore(store: unknown, check: OptionChecker): void {
  if (store === undefined) return;
  const isStore =
    typeof store === 'object' &&
    store !== null &&
    STORE_METHODS.every((method) => typeof Reflect.get(store, method) === 'function');
  check.value('store', store, isStore, 'a SessionStore, such as new MemorySessionStore()');
}

/** Schemas are objects or, with arktype, functions. */
function checkSchema(schema: StandardSchemaV1 | undefined, check: OptionChecker): void {
  if (schema === undefined) return;
  const given: unknown = schema;
  const isObject = (typeof given === 'object' && given !== null) || typeof given === 'function';
  const standard: unknown = isObject ? Reflect.get(Object(given), '~standard') : undefined;
  const isSchema = typeof standard === 'object' && standard !== null && 'validate' in standard;
  check.value('metadataSchema', given, isSchema, 'a Standard Schema, such as one of zod, valibot or arktype');
}
