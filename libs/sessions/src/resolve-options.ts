import { durationMs, type Duration } from './domain/duration.js';
import { InvalidOptionsError } from './domain/errors.js';
import { checkTimeouts, LONGEST_DURATION_MS, type Timeouts } from './domain/timeouts.js';
import type { ResolvedSessionsOptions, SessionsModuleOptions, TimeoutOptions } from './sessions.options.js';
import { MemorySessionStore } from './stores/memory/memory-session.store.js';

/** The longest that Node's timers can wait; they fire at once when asked for more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const KNOWN = {
  '': ['store', 'timeouts', 'maxMetadataBytes', 'sweep', 'health'],
  'timeouts.': ['idleTimeout', 'absoluteTimeout', 'warningThreshold', 'autoRenew'],
  'sweep.': ['interval', 'batchSize'],
  'health.': ['slowThreshold', 'timeout', 'capacityThreshold', 'missedSweeps'],
} as const;

/** Checks and completes the options of the module. Throws one `InvalidOptionsError` that names every bad option. */
export function resolveOptions(options: SessionsModuleOptions): ResolvedSessionsOptions {
  const check = new OptionsCheck();
  const { timeouts = {}, sweep = {}, health = {} } = options;
  check.known('', options);
  check.known('timeouts.', timeouts);
  check.known('sweep.', sweep === false ? {} : sweep);
  check.known('health.', health);
  const resolved = {
    timeouts: resolveTimeouts(timeouts, check),
    maxMetadataBytes: check.number('maxMetadataBytes', options.maxMetadataBytes ?? 10_240, wholeFrom(2)),
    sweep: {
      intervalMs:
        sweep === false ? undefined : check.duration('sweep.interval', sweep.interval ?? '1m', 1, LONGEST_TIMER_MS),
      batchSize: check.number('sweep.batchSize', sweep === false ? 500 : (sweep.batchSize ?? 500), wholeFrom(1)),
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
  };
  check.store(options.store);
  check.done();
  return { store: options.store ?? new MemorySessionStore(), ...resolved };
}

function resolveTimeouts(options: TimeoutOptions, check: OptionsCheck): Timeouts {
  const { idleTimeout = '30m', absoluteTimeout = '12h', warningThreshold = '5m', autoRenew = true } = options;
  const timeouts = {
    idleTimeoutMs: check.duration('timeouts.idleTimeout', idleTimeout, 1, LONGEST_DURATION_MS),
    absoluteTimeoutMs: check.duration('timeouts.absoluteTimeout', absoluteTimeout, 1, LONGEST_DURATION_MS),
    warningThresholdMs: check.duration('timeouts.warningThreshold', warningThreshold, 0, LONGEST_DURATION_MS),
    autoRenew: check.boolean('timeouts.autoRenew', autoRenew),
  };
  const result = checkTimeouts(timeouts);
  if (!result.ok) {
    for (const { lesser, greater, lesserMs, greaterMs } of result.conflicts) {
      const [low, high] = [`timeouts.${lesser.slice(0, -2)}`, `timeouts.${greater.slice(0, -2)}`];
      check.problem(low, lesserMs, `at most ${high} (${String(greaterMs)})`);
    }
  }
  return timeouts;
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
    const isStore = typeof value === 'object' && value !== null && 'sweep' in value && 'counts' in value;
    if (!isStore) this.problem('store', value, 'a SessionStore, such as new MemorySessionStore()');
  }

  known(path: keyof typeof KNOWN, options: object): void {
    if (typeof options !== 'object') return this.problem(path.slice(0, -1), options, 'an object');
    const names: readonly string[] = KNOWN[path];
    for (const name of Object.keys(options)) {
      if (!names.includes(name)) this.#problems.push(`${path}${name} is no option; there are ${names.join(', ')}`);
    }
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
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
