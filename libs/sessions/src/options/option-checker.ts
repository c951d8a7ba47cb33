import { durationMs, type Duration } from '../domain/duration.js';
import { InvalidOptionsError } from '../domain/errors.js';
import { isSecret, SECRETS_ALLOWED, type Secret } from '../domain/secret.js';

/** The smallest and the largest allowed value. */
export interface Range {
  readonly min: number;
  readonly max?: number;
}

/**
 * Checks options and collects all problems, so that a single error names every bad option. Each method returns the
 * checked value, or a harmless value in place of a bad one. Call `done` last: it throws.
 *
 * @example
 * const check = new OptionChecker("MyStore can't start");
 * const shards = check.integer('shards', 16, { min: 1, max: 256 });
 * const retentionMs = check.duration('retention', '24h', { min: 0 });
 * check.done();
 */
export class OptionChecker {
  readonly #problems: string[] = [];

  /** `failure` says what failed because of bad options, such as `MyStore can't start`. */
  constructor(private readonly failure: string) {}

  get problemCount(): number {
    return this.#problems.length;
  }

  /** A duration as whole milliseconds. `range` is in milliseconds. */
  duration(name: string, value: Duration, { min, max = Number.MAX_SAFE_INTEGER }: Range): number {
    const span = typeof value === 'string' || typeof value === 'number' ? durationMs(value) : undefined;
    if (span !== undefined && Number.isSafeInteger(span) && span >= min && span <= max) return span;
    this.problem(name, value, `${rangeOf('whole milliseconds', min, max)}, or a string such as '30m' in that range`);
    return min;
  }

  integer(name: string, value: number, { min, max = Number.MAX_SAFE_INTEGER }: Range): number {
    if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
    this.problem(name, value, rangeOf('a whole number', min, max));
    return min;
  }

  boolean(name: string, value: boolean): boolean {
    return this.value(name, value, typeof value === 'boolean', 'true or false');
  }

  oneOf<Value extends string>(name: string, value: Value, allowed: readonly Value[]): Value {
    return this.value(name, value, allowed.includes(value), allowed.map((one) => `'${one}'`).join(', '));
  }

  string(name: string, value: string, pattern: RegExp, allowed: string): string {
    return this.value(name, value, typeof value === 'string' && pattern.test(value), allowed);
  }

  /** A secret key. No message contains it. */
  secret(name: string, value: Secret | undefined): Secret | undefined {
    if (value === undefined || isSecret(value)) return value;
    this.refuse(`${name} is not a valid key, allowed is ${SECRETS_ALLOWED}`);
    return undefined;
  }

  /** Any other value. The caller says whether it is allowed. */
  value<Value>(name: string, value: Value, isAllowed: boolean, allowed: string): Value {
    if (!isAllowed) this.problem(name, value, allowed);
    return value;
  }

  /**
   * Checks that an object has known keys only. `path` names a group of options; it is empty for the options as a whole.
   */
  group<Group extends object>(path: string, options: Group, known: readonly string[]): Group | Record<string, never> {
    const given: unknown = options;
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      this.problem(path || 'options', given, 'an object');
      return {};
    }
    for (const key of Object.keys(given)) {
      if (known.includes(key)) continue;
      this.refuse(`${path && `${path}.`}${key} is not an option; the options are ${known.join(', ')}`);
    }
    return options;
  }

  problem(name: string, value: unknown, allowed: string): void {
    this.refuse(`${name} is ${quoted(value)}, allowed is ${allowed}`);
  }

  /** Adds a problem in the caller's own words. */
  refuse(problem: string): void {
    this.#problems.push(problem);
  }

  /** Throws `InvalidOptionsError` if anything was wrong. */
  done(): void {
    if (this.#problems.length > 0) throw new InvalidOptionsError(this.#problems, this.failure);
  }
}

function rangeOf(what: string, min: number, max: number): string {
  return max === Number.MAX_SAFE_INTEGER
    ? `${what} from ${String(min)}`
    : `${what} from ${String(min)} to ${String(max)}`;
}

/** Formats a value for messages. Never throws, unlike `String` on an object without a prototype. */
export function quoted(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
