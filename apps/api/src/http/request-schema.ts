import type { StandardSchemaV1 } from '@standard-schema/spec';
import type * as z from 'zod';
import { DEFAULT_SETTINGS, type Settings } from '../settings/settings.js';

/**
 * The body of a request, whose limits are settings. The pipe validates with it, and the OpenAPI document shows it.
 * Without settings, it has the limits of the default settings.
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
