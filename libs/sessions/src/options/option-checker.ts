import type { StandardSchemaV1 } from '@standard-schema/spec';
import { durationMs, type Duration } from '../domain/duration.js';
import { InvalidOptionsError } from '../domain/errors.js';
import { isSecret, SECRETS_ALLOWED, type Secret } from '../domain/secret.js';
import type { SessionIdExtractor } from '../credentials/session-id-extractor.js';
import type { SessionStore } from '../stores/session-store.js';

const KNOWN = {
  '': [
    'store',
    'timeouts',
    'maxMetadataBytes',
    'metadataSchema',
    'maxPerUser',
    'touchPrecision',
    'sweep',
    'health',
    'guard',
    'logging',
  ],
  'maxPerUser.': ['max', 'policy'],
  'timeouts.': ['idleTimeout', 'absoluteTimeout', 'warningThreshold', 'autoRenew'],
  'sweep.': ['interval', 'batchSize'],
  'guard.': ['extractors'],
  'logging.': ['events', 'fingerprintKey'],
  'health.': ['slowThreshold', 'timeout', 'capacityThreshold', 'missedSweeps'],
} as const;

/** What makes an object a store; `name` is a text, the others are methods. */
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

export interface Rule {
  readonly allowed: string;
  holds(value: number): boolean;
}

export function wholeFrom(least: number): Rule {
  return {
    allowed: `a whole number from ${String(least)}`,
    holds: (value) => Number.isSafeInteger(value) && value >= least,
  };
}

/** Collects what is wrong, so that one error can name all of it. */
export class OptionsCheck {
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

  oneOf<Value extends string>(name: string, value: Value, allowed: readonly Value[]): Value {
    if (!allowed.includes(value)) this.problem(name, value, allowed.map((one) => `'${one}'`).join(', '));
    return value;
  }

  /** A key, which no message quotes. */
  secret(name: string, value: Secret | undefined): Secret | undefined {
    if (value === undefined || isSecret(value)) return value;
    this.#problems.push(`${name} is no good key, allowed is ${SECRETS_ALLOWED}`);
    return undefined;
  }

  schema(value: StandardSchemaV1 | undefined): StandardSchemaV1 | undefined {
    if (value !== undefined && !isSchema(value)) {
      this.problem('metadataSchema', value, 'a Standard Schema, such as one of zod, valibot or arktype');
    }
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

  extractors(value: readonly SessionIdExtractor[]): readonly SessionIdExtractor[] {
    const given: unknown = value;
    const isList = Array.isArray(given) && given.length > 0 && given.every((source) => typeof source === 'function');
    if (isList) return [...value];
    this.problem('guard.extractors', given, `functions, at least one, such as [fromCookie('sid')]`);
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

/** Schemas are objects or, as those of arktype, functions. */
function isSchema(value: unknown): boolean {
  if (value === null || !['object', 'function'].includes(typeof value)) return false;
  const standard: unknown = Reflect.get(Object(value), '~standard');
  return typeof standard === 'object' && standard !== null && 'validate' in standard;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
