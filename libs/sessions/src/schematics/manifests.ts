import { posix } from 'node:path';
import type { Files } from './files.js';

interface Manifest {
  readonly type?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface FoundManifest {
  readonly path: string;
  readonly manifest: Manifest;
}

/** What the generated code imports, by the major version of Nest. */
const COMPANIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '11': { '@nestjs/schedule': '^6.0.0', '@nestjs/terminus': '^11.0.0' },
  '12': { '@nestjs/schedule': '^12.0.0', '@nestjs/terminus': '^12.0.0' },
};

/** The `package.json` files above a source file, the nearest first. */
export class Manifests {
  readonly #found: readonly FoundManifest[];

  constructor(
    private readonly files: Files,
    private readonly source: string,
  ) {
    this.#found = manifestsAbove(files, source);
  }

  get isEsm(): boolean {
    return this.#found.at(0)?.manifest.type === 'module';
  }

  /** Adds what is missing to the manifest that lists Nest, and says whether anything was. */
  addDependencies(): boolean {
    const application = this.#found.find(({ manifest }) => rangeOf('@nestjs/core', manifest));
    if (!application) throw new Error(`No package.json above ${this.source} lists @nestjs/core.`);
    const { path, manifest } = application;
    const missing = Object.entries(this.#wanted(manifest)).filter(([name]) => rangeOf(name, manifest) === undefined);
    if (missing.length === 0) return false;
    const all = Object.entries({ ...manifest.dependencies, ...Object.fromEntries(missing) });
    const dependencies = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
    this.files.write(path, `${JSON.stringify({ ...manifest, dependencies }, null, 2)}\n`);
    return true;
  }

  #wanted(application: Manifest): Readonly<Record<string, string>> {
    const nest = rangeOf('@nestjs/core', application) ?? '';
    const major = /\d+/.exec(nest)?.[0] ?? '';
    const companions = COMPANIONS[major];
    if (!companions) throw new Error(`nest-sessions works with Nest 11 and 12, and @nestjs/core is '${nest}'.`);
    const own = this.#found.map(({ manifest }) => rangeOf('nest-sessions', manifest)).find((range) => range);
    return { ...companions, ...(own !== undefined && { 'nest-sessions': own }) };
  }
}

function manifestsAbove(files: Files, source: string): readonly FoundManifest[] {
  const found: FoundManifest[] = [];
  let folder = source;
  do {
    folder = posix.dirname(folder);
    const path = posix.join(folder, 'package.json');
    const text = files.read(path);
    if (text !== undefined) found.push({ path, manifest: readManifest(path, text) });
  } while (folder !== '.' && folder !== '/');
  return found;
}

function readManifest(path: string, text: string): Manifest {
  const manifest: unknown = JSON.parse(text);
  if (typeof manifest === 'object' && manifest !== null) return manifest;
  throw new Error(`${path} holds no object.`);
}

function rangeOf(name: string, { dependencies, devDependencies }: Manifest): string | undefined {
  return dependencies?.[name] ?? devDependencies?.[name];
}
