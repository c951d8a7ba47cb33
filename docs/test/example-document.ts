import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import { moduleOf } from './example-module.js';
import type { Example } from './examples.js';

/** Inside of the project, so that its modules find the packages; nobody keeps it. */
const FOLDERS = join(import.meta.dirname, '..', 'tmp');

/** What examples have declared, and what they ended with. */
export type Ran = Readonly<Record<string, unknown>> & { readonly results: readonly unknown[] };

/** The examples of a document as modules, in a folder of their own. */
export class ExampleDocument {
  readonly #folder: string;
  readonly #paths: ReadonlyMap<Example, string>;
  readonly #left: Set<Example>;

  /** `edit` changes code before it is written, such as the address of a server. */
  constructor(examples: readonly Example[], edit = (code: string): string => code) {
    mkdirSync(FOLDERS, { recursive: true });
    this.#folder = mkdtempSync(join(FOLDERS, 'documents-'));
    this.#left = new Set(examples);
    this.#paths = new Map(examples.map((example, at) => [example, this.#pathOf(example, at)]));
    for (const [example, path] of this.#paths) writeFileSync(path, edit(moduleOf(example)));
  }

  get paths(): ReadonlyMap<Example, string> {
    return this.#paths;
  }

  /** Examples that nobody has run yet, such as `README.md:12`. */
  get left(): string[] {
    return [...this.#left].map(({ document, line }) => `${document}:${String(line)}`);
  }

  /** Imports a file that the document shows. */
  async file(name: string): Promise<Record<string, unknown>> {
    const [example] = this.#find(name, ({ fileName }) => fileName === name);
    this.#ranWithImports(example);
    return this.#import(example);
  }

  /** A class that a file of the document exports. */
  async classIn(file: string, name: string): Promise<Type> {
    return classOf((await this.file(file))[name]);
  }

  /**
   * Runs what stands under a heading, each example with what those before it have declared. The answer is all of that, and
   * in `results` the value that each ended with.
   */
  async run(heading: string, surroundings: object = {}): Promise<Ran> {
    const all: Record<string, unknown> = { ...surroundings };
    const results: unknown[] = [];
    for (const example of this.#find(heading, (one) => one.heading === heading && one.fileName === undefined)) {
      this.#left.delete(example);
      const { run } = await this.#import(example);
      const ran: unknown = typeof run === 'function' ? await Reflect.apply(run, undefined, [all]) : {};
      const { result, ...declared } = isRecord(ran) ? ran : {};
      Object.assign(all, declared);
      if (result !== undefined) results.push(result);
    }
    return { ...all, results };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #pathOf({ fileName }: Example, at: number): string {
    // Jest would take a spec for one of its own.
    return join(this.#folder, fileName?.replace('.spec.ts', '.example.ts') ?? `example-${String(at)}.ts`);
  }

  async #import(example: Example): Promise<Record<string, unknown>> {
    const module: unknown = await import(this.#paths.get(example) ?? '');
    return isRecord(module) ? { ...module } : {};
  }

  #ranWithImports(example: Example): void {
    if (!this.#left.delete(example)) return;
    for (const other of this.#paths.keys()) {
      const file = other.fileName?.replace(/ts$/, 'js');
      if (file !== undefined && example.code.includes(`'./${file}'`)) this.#ranWithImports(other);
    }
  }

  #find(what: string, is: (example: Example) => boolean): [Example, ...Example[]] {
    const [first, ...others] = [...this.#paths.keys()].filter(is);
    if (!first) throw new Error(`There is no example ${what}.`);
    return [first, ...others];
  }
}

/** A class that an example has declared. */
export function classOf(value: unknown): Type {
  if (isClass(value)) return value;
  throw new Error('The example declares no such class.');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isClass(value: unknown): value is Type {
  return typeof value === 'function';
}
