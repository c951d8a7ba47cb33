import { durationMs, type Duration } from './domain/duration.js';
import { InvalidOptionsError } from './domain/errors.js';
import { completeTimeouts, LONGEST_DURATION_MS, type Timeouts } from './domain/timeouts.js';
import { fromBearer, fromHeader } from './http/from-header.js';
import type { SessionIdSource } from './http/session-id-source.js';
import type { ResolvedSessionsOptions, SessionsModuleOptions, TimeoutOptions } from './sessions.options.js';
import { MemorySessionStore } from './stores/memory/memory-session.store.js';
import type { SessionStore } from './stores/session-store.js';

/** The longest that Node's timers can wait; they fire at once when asked for more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const KNOWN = {
  '': ['store', 'timeouts', 'maxMetadataBytes', 'sweep', 'health', 'guard'],
  'timeouts.': ['idleTimeout', 'absoluteTimeout', 'warningThreshold', 'autoRenew'],
  'sweep.': ['interval', 'batchSize'],
  'health.': ['slowThreshold', 'timeout', 'capacityThreshold', 'missedSweeps'],
  'guard.': ['sources'],
} as const;

const DEFAULT_TIMEOUTS: Timeouts = Object.freeze({
  idleTimeoutMs: 30 * 60_000,
  absoluteTimeoutMs: 12 * 3_600_000,
  warningThresholdMs: 5 * 60_000,
  autoRenew: true,
});

const DEFAULT_SOURCES: readonly SessionIdSource[] = [fromBearer(), fromHeader('x-session-id')];

/** What makes an object a store; `name` is a text, the others are methods. */
const STORE_METHODS: readonly (keyof SessionStore)[] = [
  'create',
  'get',
  'touch',
  'renew',
  'retime',
  'delete',
  'list',
  'counts',
  'sweep',
  'quarantined',
  'clearQuarantine',
  'ping',
  'close',
];

/** Checks and completes the options of the module. Throws one `InvalidOptionsError` that names every bad option. */
export function resolveOptions(options: SessionsModuleOptions): ResolvedSessionsOptions {
  const check = new OptionsCheck();
  const given: SessionsModuleOptions = check.group('', options);
  const { maxMetadataBytes = 10_240, store } = given;
  const { timeouts: timeoutOptions = {}, sweep: sweepOptions = {}, health: healthOptions = {} } = given;
  const { guard: guardOptions = {} } = given;
  const timeouts = check.group('timeouts.', timeoutOptions);
  const sweep = sweepOptions === false ? {} : check.group('sweep.', sweepOptions);
  const health = check.group('health.', healthOptions);
  const guard = check.group('guard.', guardOptions);
  const resolved = {
    timeouts: resolveTimeouts(timeouts, check),
    maxMetadataBytes: check.number('maxMetadataBytes', maxMetadataBytes, wholeFrom(2)),
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
    guard: { sources: check.sources(guard.sources ?? DEFAULT_SOURCES) },
  };
  check.store(store);
  check.done();
  return { store: store ?? new MemorySessionStore(), ...resolved };
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

interface Rule {
  readonly allowed: string;
  holds(value: number): boolean;
}

function wholeFrom(least: number): Rule {
  return {
    allowed: `a whole number from ${String(least)}`,
    holds: (value) => Number.isSafeInteger(value) && value >= least,
  };
}

/** Collects what is wrong, so that one error can name all of it. */
class OptionsCheck {
  readonly #problems: string[] = [];

  duration(name: string, value: Duration, leastMs: number, mostMs: number): number {
    const isText = typeof value === 'string';
    const span = isText || typeof value === 'number' ? durationMs(value) : undefined;
    if (span !== undefined && Number.isSafeInteger(span) && span >= leastMs && span <= mostMs) return span;
    const range = `${String(leastMs)} to ${String(mostMs)}`;
    this.problem(name, value, `whole milliseconds from ${range}, or a text such as '30m' in that range`);
    return leastMs;
  }

  number(name: string, value: number, rule: Rule): number {
    if (typeof value !== 'number' || !rule.holds(value)) this.problem(name, value, rule.allowed);
    return value;
  }

  boolean(name: string, value: boolean): boolean {
    if (typeof value !== 'boolean') this.problem(name, value, 'true or false');
    return value;
  }

  store(value: unknown): void {
    if (value === undefined) return;
    const isStore =
      typeof value === 'object' &&
      value !== null &&
      STORE_METHODS.every((method) => typeof Reflect.get(value, method) === 'function');
    if (!isStore) this.problem('store', value, 'a SessionStore, such as new MemorySessionStore()');
  }

  sources(value: readonly SessionIdSource[]): readonly SessionIdSource[] {
    const given: unknown = value;
    const isList = Array.isArray(given) && given.length > 0 && given.every((source) => typeof source === 'function');
    if (isList) return [...value];
    this.problem('guard.sources', given, `functions, at least one, such as [fromCookie('sid')]`);
    return [];
  }

  /** A group of options, if it is one: an object of known names. */
  group<Group extends object>(path: keyof typeof KNOWN, options: Group | null): Group | Record<string, never> {
    const name = path === '' ? 'the options' : path.slice(0, -1);
    if (typeof options !== 'object' || Array.isArray(options) || options === null) {
      this.problem(name, options, 'an object');
      return {};
    }
    const known: readonly string[] = KNOWN[path];
    for (const key of Object.keys(options)) {
      if (!known.includes(key)) this.#problems.push(`${path}${key} is no option; there are ${known.join(', ')}`);
    }
    return options;
  }

  get problems(): number {
    return this.#problems.length;
  }

  problem(name: string, value: unknown, allowed: string): void {
    this.#problems.push(`${name} is ${shown(value)}, allowed is ${allowed}`);
  }

  done(): void {
    if (this.#problems.length > 0) throw new InvalidOptionsError(this.#problems);
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
