import { isDeepStrictEqual } from 'node:util';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { InvalidOptionsError, InvalidSessionError, SessionConflictError } from '../domain/errors.js';
import { copyJson, EMPTY_JSON, type JsonObject } from '../domain/json.js';
import type { MetadataChange } from '../stores/session-store.js';

/** Metadata as the application gives it: any object that is JSON, where it has said nothing of its type. */
export type MetadataInput<Metadata extends object = JsonObject> = JsonObject extends Metadata ? object : Metadata;

/** Keys of the metadata to set; `undefined` removes one. */
export type MetadataChanges<Metadata extends object = JsonObject> = JsonObject extends Metadata
  ? object
  : { readonly [Key in keyof Metadata]?: Metadata[Key] | undefined };

export type StoredMetadata = { readonly ok: true; readonly value: object } | { readonly ok: false };

/** What `metadata` and `attributes` may be: plain JSON, not too large, and the metadata as its schema wants it. */
export class MetadataRules {
  constructor(
    private readonly maxBytes: number,
    private readonly schema: StandardSchemaV1 | undefined,
  ) {}

  /** Whether stored metadata must be looked at before it is handed out. */
  get hasSchema(): boolean {
    return this.schema !== undefined;
  }

  /** A frozen copy that may be stored. Throws `InvalidSessionError`. */
  attributes(value: object | undefined): JsonObject {
    return this.#copy('attributes', value);
  }

  /** The same, of metadata, as its schema gives it. */
  metadata(value: object | undefined): JsonObject {
    const copy = this.#copy('metadata', value);
    if (this.schema === undefined) return copy;
    const result = this.#validate(this.schema, copy);
    if (result.issues) throw new InvalidSessionError('metadata', `does not fit the schema: ${listed(result.issues)}`);
    const output = this.#copy('metadata', isObject(result.value) ? result.value : undefined);
    // What does not fit when it is read again would be found corrupted then, each session of them.
    const again = this.#validate(this.schema, output);
    if (!again.issues) return output;
    throw new InvalidSessionError('metadata', `fits the schema, but what the schema makes of it does not, as JSON`);
  }

  /** Stored metadata as it may be handed out. */
  stored(metadata: JsonObject): StoredMetadata {
    if (this.schema === undefined) return { ok: true, value: metadata };
    const result = this.#validate(this.schema, metadata);
    return !result.issues && isObject(result.value) ? { ok: true, value: result.value } : { ok: false };
  }

  /**
   * Changes some keys and keeps the others. Where `basedOn` is given, a key that has changed since then is a conflict,
   * unless it has become what it is to be.
   */
  update(changes: object, basedOn?: object): MetadataChange {
    const checked = copyJson(changes);
    if (!checked.ok) throw new InvalidSessionError('metadata', `is changed by an object of keys: it ${checked.fault}`);
    const base = basedOn === undefined ? undefined : copyJson(basedOn);
    if (base?.ok === false) throw new InvalidSessionError('metadata', `that the change is based on ${base.fault}`);
    const removed = Object.entries(changes).flatMap(([key, value]) => (value === undefined ? [key] : []));
    return (current) => {
      const next = this.metadata({ ...without(current, removed), ...checked.value });
      if (base !== undefined) {
        const read = this.#asRead(current);
        const conflicts = [...removed, ...Object.keys(checked.value)].filter(
          (key) => !same(read, base.value, key) && !same(read, next, key),
        );
        if (conflicts.length > 0) throw new SessionConflictError(conflicts);
      }
      return isDeepStrictEqual(next, current) ? current : next;
    };
  }

  /** Stored metadata as the application has read it: with what its schema makes of it. */
  #asRead(metadata: JsonObject): JsonObject {
    const stored = this.stored(metadata);
    const copy = stored.ok ? copyJson(stored.value) : undefined;
    return copy?.ok ? copy.value : metadata;
  }

  #copy(field: 'attributes' | 'metadata', value: object | undefined): JsonObject {
    if (value === undefined) return EMPTY_JSON;
    const copy = copyJson(value);
    if (!copy.ok) throw new InvalidSessionError(field, copy.fault);
    if (copy.bytes <= this.maxBytes) return copy.value;
    throw new InvalidSessionError(
      field,
      `takes ${String(copy.bytes)} bytes as JSON, allowed are ${String(this.maxBytes)}`,
    );
  }

  #validate(schema: StandardSchemaV1, value: unknown): StandardSchemaV1.Result<unknown> {
    const result = schema['~standard'].validate(value);
    if (!('then' in result)) return result;
    result.catch(() => undefined);
    throw new InvalidOptionsError([
      'metadataSchema answers with a promise, allowed is a schema that answers synchronously',
    ]);
  }
}

function without(current: JsonObject, removed: readonly string[]): object {
  return Object.fromEntries(Object.entries(current).filter(([key]) => !removed.includes(key)));
}

function same(one: object, other: object, key: string): boolean {
  return isDeepStrictEqual(own(one, key), own(other, key));
}

function own(object: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}

function listed(issues: readonly StandardSchemaV1.Issue[]): string {
  return issues
    .map(({ path = [], message }) => [path.map(segment).join('.'), message].filter(Boolean).join(': '))
    .join('; ');
}

function segment(part: PropertyKey | StandardSchemaV1.PathSegment): string {
  return String(typeof part === 'object' ? part.key : part);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
