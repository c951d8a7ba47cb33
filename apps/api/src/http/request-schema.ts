import type { StandardSchemaV1 } from '@standard-schema/spec';
import type * as z from 'zod';
import { DEFAULT_SETTINGS, type Settings } from '../settings/settings.js';

/**
 * The body of a request, whose limits are settings. It is the one definition that the pipe validates with and that the
 * OpenAPI document shows. Where nobody gives it settings, it has the limits of the default ones.
 */
export class RequestSchema<T> implements StandardSchemaV1<unknown, T> {
  readonly '~standard': StandardSchemaV1.Props<unknown, T>;
  readonly #made = new WeakMap<Settings, z.ZodType<T>>();

  constructor(
    /** Its name in the document. */
    readonly name: string,
    private readonly make: (settings: Settings) => z.ZodType<T>,
  ) {
    this['~standard'] = this.with(DEFAULT_SETTINGS)['~standard'];
  }

  with(settings: Settings): z.ZodType<T> {
    const made = this.#made.get(settings) ?? this.make(settings);
    this.#made.set(settings, made);
    return made;
  }
}
