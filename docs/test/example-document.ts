import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import { moduleOf } from './example-module.js';
import type { Example } from './examples.js';

/** This folder is inside the project so that the examples can import its packages. `remove()` deletes each document's folder. */
const FOLDERS = join(import.meta.dirname, '..', 'tmp');

/** The variables that the examples declared. `results` holds the values of their last expressions. */
export type Ran = Readonly<Record<string, unknown>> & { readonly results: readonly unknown[] };

/** The examples of a document as modules, in a folder of their own. */
export class ExampleDocument {
  readonly #folder: string;
  readonly #paths: ReadonlyMap<Example, string>;
  readonly #left: Set<Example>;

  /** `edit` changes the code before it is written, for example to replace the address of a server. */
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

  /** The examples that no test has run yet, such as `README.md:12`. */
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
   * Runs the examples under a heading in order. Each example can use what earlier ones declared. Returns `surroundings` and
   * all declarations, and in `results` the value of each example's last expression, if it has one.
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
    // Jest would run a file named `.spec.ts` as one of the project's tests.
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
