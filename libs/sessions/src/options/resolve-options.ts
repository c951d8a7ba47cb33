import type {
  SessionsModuleOptions,
  LoggingOptions,
  ResolvedSessionsOptions,
  TimeoutOptions,
} from './sessions-options.js';
import { SESSION_EVENT_TYPES } from '../domain/events.js';
import { Fingerprint } from '../domain/fingerprint.js';
import type { UserLimit } from '../domain/session.js';
import { completeTimeouts, LONGEST_DURATION_MS, type Timeouts } from '../domain/timeouts.js';
import { fromBearer, fromHeader } from '../credentials/from-header.js';
import type { SessionIdExtractor } from '../credentials/session-id-extractor.js';
import { MetadataRules } from '../metadata/metadata-rules.js';
import { OptionsCheck, wholeFrom } from './option-checker.js';

/** The longest that Node's timers can wait; they fire at once when asked for more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const POLICIES: readonly UserLimit['policy'][] = ['reject', 'evict-oldest'];

const DEFAULT_EXTRACTORS: readonly SessionIdExtractor[] = [fromBearer(), fromHeader('x-session-id')];

const DEFAULT_TIMEOUTS: Timeouts = Object.freeze({
  idleTimeoutMs: 30 * 60_000,
  absoluteTimeoutMs: 12 * 3_600_000,
  warningThresholdMs: 5 * 60_000,
  autoRenew: true,
});

/** Checks and completes the options of the module. Throws one `InvalidOptionsError` that names every bad option. */
export function resolveOptions(options: SessionsModuleOptions): ResolvedSessionsOptions {
  const check = new OptionsCheck();
  const given: SessionsModuleOptions = check.group('', options);
  const { maxMetadataBytes = 10_240, metadataSchema, maxPerUser, touchPrecision = 0, store } = given;
  const {
    timeouts: timeoutOptions = {},
    sweep: sweepOptions = {},
    health: healthOptions = {},
    logging = {},
    guard = {},
  } = given;
  const timeouts = check.group('timeouts.', timeoutOptions);
  const sweep = sweepOptions === false ? {} : check.group('sweep.', sweepOptions);
  const health = check.group('health.', healthOptions);
  const resolved = {
    timeouts: resolveTimeouts(timeouts, check),
    metadata: new MetadataRules(
      check.number('maxMetadataBytes', maxMetadataBytes, wholeFrom(2)),
      check.schema(metadataSchema),
    ),
    maxPerUser: resolveUserLimit(maxPerUser, check),
    touchPrecisionMs: check.duration('touchPrecision', touchPrecision, 0, LONGEST_DURATION_MS),
    sweep: {
      intervalMs:
        sweepOptions === false
          ? undefined
          : check.duration('sweep.interval', sweep.interval ?? '1m', 1, LONGEST_TIMER_MS),
      batchSize: check.number('sweep.batchSize', sweep.batchSize ?? 500, wholeFrom(1)),
    },
    health: {
      slowThresholdMs: check.duration('health.slowThreshold', health.slowThreshold ?? 250, 1, LONGEST_TIMER_MS),
      timeoutMs: check.duration('health.timeout', health.timeout ?? 800, 1, LONGEST_TIMER_MS),
      capacityThreshold: check.number('health.capacityThreshold', health.capacityThreshold ?? 0.9, {
        allowed: 'a number above 0 and at most 1',
        holds: (value) => value > 0 && value <= 1,
      }),
      missedSweeps: check.number('health.missedSweeps', health.missedSweeps ?? 3, wholeFrom(1)),
    },
    guard: { extractors: check.extractors(check.group('guard.', guard).extractors ?? DEFAULT_EXTRACTORS) },
    logging: resolveLogging(check.group('logging.', logging), check),
  };
  check.store(store);
  check.done();
  return { store, ...resolved };
}

function resolveLogging(
  { events = ['quarantined'], fingerprintKey }: LoggingOptions,
  check: OptionsCheck,
): ResolvedSessionsOptions['logging'] {
  const types = Array.isArray(events) ? events : [events];
  for (const type of types) check.oneOf('logging.events', type, SESSION_EVENT_TYPES);
  return {
    events: new Set(types),
    fingerprint: new Fingerprint(check.secret('logging.fingerprintKey', fingerprintKey)),
  };
}

function resolveUserLimit(given: number | UserLimit | undefined, check: OptionsCheck): UserLimit | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'number') return { max: check.number('maxPerUser', given, wholeFrom(1)), policy: 'reject' };
  const { max, policy } = { max: 0, policy: 'reject' as const, ...check.group('maxPerUser.', given) };
  return {
    max: check.number('maxPerUser.max', max, wholeFrom(1)),
    policy: check.oneOf('maxPerUser.policy', policy, POLICIES),
  };
}

/** A default that would contradict the idle timeout is fitted to it, as in a session. */
function resolveTimeouts(options: TimeoutOptions, check: OptionsCheck): Timeouts {
  const { idleTimeout, absoluteTimeout, warningThreshold, autoRenew } = options;
  const before = check.problems;
  const given = {
    ...(idleTimeout !== undefined && {
      idleTimeoutMs: check.duration('timeouts.idleTimeout', idleTimeout, 1, LONGEST_DURATION_MS),
    }),
    ...(absoluteTimeout !== undefined && {
      absoluteTimeoutMs: check.duration('timeouts.absoluteTimeout', absoluteTimeout, 1, LONGEST_DURATION_MS),
    }),
    ...(warningThreshold !== undefined && {
      warningThresholdMs: check.duration('timeouts.warningThreshold', warningThreshold, 0, LONGEST_DURATION_MS),
    }),
    ...(autoRenew !== undefined && { autoRenew: check.boolean('timeouts.autoRenew', autoRenew) }),
  };
  const result = completeTimeouts(given, DEFAULT_TIMEOUTS);
  if (result.ok) return result.timeouts;
  // What is wrong by itself is told already; compared with the others, it would only mislead.
  const conflicts = check.problems === before ? result.conflicts : [];
  for (const { lesser, greater, lesserMs, greaterMs } of conflicts) {
    const [low, high] = [`timeouts.${lesser.slice(0, -2)}`, `timeouts.${greater.slice(0, -2)}`];
    check.problem(low, lesserMs, `at most ${high} (${String(greaterMs)})`);
  }
  return DEFAULT_TIMEOUTS;
}
