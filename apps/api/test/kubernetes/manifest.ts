import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'deploy', 'kubernetes');

/** A class of `kubernetes-models`: `validate` throws if the object is not a valid manifest of this kind. */
export interface Model<Manifest extends { validate(): void }> {
  new (): Manifest;
  readonly prototype: Manifest;
}

/** Reads a manifest. Throws if it breaks the schema of its kind, or has a field that the schema does not know. */
export function readManifest<Manifest extends { validate(): void }>(name: string, model: Model<Manifest>): Manifest {
  const file = join(FOLDER, name);
  if (!existsSync(file)) throw new Error(`There is no ${file}.`);
  const manifest: unknown = parse(readFileSync(file, 'utf8'));
  const watched = new Watched(manifest);
  model.prototype.validate.call(watched.value);
  const unknown = watched.unread();
  if (unknown.length > 0) throw new Error(`${name} has fields that its schema does not know: ${unknown.join(', ')}.`);
  return Object.assign(new model(), manifest);
}

/**
 * Notes which fields of a value are read. The schemas allow unknown fields, as the Kubernetes API does, but never read them.
 * So a field that was not read is a misspelt one.
 */
class Watched {
  readonly value: unknown;
  readonly #fields = new Map<string, Watched>();
  readonly #read = new Set<string | symbol>();

  constructor(given: unknown) {
    if (typeof given !== 'object' || given === null) {
      this.value = given;
      return;
    }
    for (const [key, field] of Object.entries(given)) this.#fields.set(key, new Watched(field));
    this.value = new Proxy(given, {
      get: (target, key): unknown => {
        this.#read.add(key);
        const field = typeof key === 'string' ? this.#fields.get(key) : undefined;
        return field ? field.value : Reflect.get(target, key);
      },
    });
  }

  unread(path = ''): string[] {
    return [...this.#fields].flatMap(([key, field]) => {
      const place = `${path}/${key}`;
      return this.#read.has(key) ? field.unread(place) : [place];
    });
  }
}
