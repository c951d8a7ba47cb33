import { isDeepStrictEqual } from 'node:util';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { InvalidOptionsError, InvalidSessionError, SessionConflictError } from '../domain/errors.js';
import { copyJson, EMPTY_JSON, type JsonObject } from '../domain/json.js';
import type { MetadataChange } from '../stores/session-store.js';

/**
 * Metadata that an application passes. An application that declares no type for its metadata may pass any JSON object.
 */
export type MetadataInput<Metadata extends object = JsonObject> = JsonObject extends Metadata ? object : Metadata;

/** The keys of the metadata to set. `undefined` removes a key. */
export type MetadataChanges<Metadata extends object = JsonObject> = JsonObject extends Metadata
  ? object
  : { readonly [Key in keyof Metadata]?: Metadata[Key] | undefined };

export type StoredMetadata = { readonly ok: true; readonly value: object } | { readonly ok: false };

/**
 * Checks `metadata` and `attributes`: they must be plain JSON and not too large, and the metadata must fit its schema.
 */
export class MetadataRules {
  constructor(
    private readonly maxBytes: number,
    private readonly schema: StandardSchemaV1 | undefined,
  ) {}

  /** Whether stored metadata must be checked before the application gets it. */
  get hasSchema(): boolean {
    return this.schema !== undefined;
  }

  /** A frozen copy of attributes that may be stored. Throws `InvalidSessionError`. */
  attributes(value: object | undefined): JsonObject {
    return this.#copy('attributes', value);
  }

  /** A frozen copy of metadata that may be stored: the output of the schema. Throws `InvalidSessionError`. */
  metadata(value: object | undefined): JsonObject {
    const copy = this.#copy('metadata', value);
    if (this.schema === undefined) return copy;
    const result = this.#validate(this.schema, copy);
    if (result.issues) throw new InvalidSessionError('metadata', `does not fit the schema: ${listed(result.issues)}`);
    const output = this.#copy('metadata', isObject(result.value) ? result.value : undefined);
    // The schema must accept its own output. Otherwise every session would count as corrupted when it is read again.
    const again = this.#validate(this.schema, output);
    if (!again.issues) return output;
    throw new InvalidSessionError(
      'metadata',
      'fits the schema, but the output of the schema does not fit it. Use a schema that accepts its own output as JSON',
    );
  }

  /** Stored metadata as the application gets it. */
  stored(metadata: JsonObject): StoredMetadata {
    if (this.schema === undefined) return { ok: true, value: metadata };
    const result = this.#validate(this.schema, metadata);
    return !result.issues && isObject(result.value) ? { ok: true, value: result.value } : { ok: false };
  }

  /**
   * Changes some keys and keeps the others. With `basedOn`, a key that has changed since then is a conflict, unless it
   * already has its new value.
   */
  update(changes: object, basedOn?: object): MetadataChange {
    const checked = copyJson(changes);
    if (!checked.ok)
      throw new InvalidSessionError('metadata', `changes are not valid: the object of changes ${checked.problem}`);
    const base = basedOn === undefined ? undefined : copyJson(basedOn);
    if (base?.ok === false)
      throw new InvalidSessionError('metadata', `option basedOn is not valid: it ${base.problem}`);
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

  /** Stored metadata as the application has read it: the output of the schema. */
  #asRead(metadata: JsonObject): JsonObject {
    const stored = this.stored(metadata);
    const copy = stored.ok ? copyJson(stored.value) : undefined;
    return copy?.ok ? copy.value : metadata;
  }

  #copy(field: 'attributes' | 'metadata', value: object | undefined): JsonObject {
    if (value === undefined) return EMPTY_JSON;
    const copy = copyJson(value);
    if (!copy.ok) throw new InvalidSessionError(field, copy.problem);
    if (copy.bytes <= this.maxBytes) return copy.value;
    throw new InvalidSessionError(
      field,
      `takes ${String(copy.bytes)} bytes as JSON, allowed are at most ${String(this.maxBytes)}`,
    );
  }

  #validate(schema: StandardSchemaV1, value: unknown): StandardSchemaV1.Result<unknown> {
    const result = schema['~standard'].validate(value);
    if (!('then' in result)) return result;
    result.catch(() => undefined);
    throw new InvalidOptionsError(['metadataSchema is asynchronous, allowed is a schema that validates synchronously']);
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
