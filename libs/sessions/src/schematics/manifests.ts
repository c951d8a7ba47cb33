import { posix } from 'node:path';
import type { Files } from './files.js';

type Ranges = Readonly<Record<string, string>>;

interface Manifest {
  readonly type?: string;
  readonly dependencies?: Ranges;
  readonly devDependencies?: Ranges;
}

interface FoundManifest {
  readonly path: string;
  readonly manifest: Manifest;
}

/** The packages that the generated code imports, by the major version of Nest. */
const COMPANIONS: Readonly<Record<string, Ranges>> = {
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

  /** Adds missing dependencies to the `package.json` that depends on Nest. Returns whether it changed the file. */
  addDependencies(): boolean {
    const application = this.#found.find(({ manifest }) => manifest.dependencies?.['@nestjs/core']);
    if (!application) throw new Error(`No package.json above ${this.source} has @nestjs/core among its dependencies.`);
    const { path, manifest } = application;
    const { dependencies = {}, devDependencies = {} } = manifest;
    const missing = Object.entries(this.#wanted(dependencies)).filter(([name]) => !(name in dependencies));
    if (missing.length === 0) return false;
    // The application needs these packages to run, so they move from the development dependencies.
    const added = missing.map(([name, range]) => [name, devDependencies[name] ?? range] as const);
    const stays = Object.entries(devDependencies).filter(([name]) => !missing.some(([one]) => one === name));
    const next = {
      ...manifest,
      dependencies: sorted([...Object.entries(dependencies), ...added]),
      ...(manifest.devDependencies && { devDependencies: Object.fromEntries(stays) }),
    };
    this.files.write(path, `${JSON.stringify(next, null, 2)}\n`);
    return true;
  }

  #wanted(application: Ranges): Ranges {
    const nest = application['@nestjs/core'] ?? '';
    const companions = COMPANIONS[/\d+/.exec(nest)?.[0] ?? ''];
    if (!companions) throw new Error(`nest-sessions works with Nest 11 and 12, but @nestjs/core is '${nest}'.`);
    const own = this.#found
      .map(({ manifest }) => manifest.dependencies?.['nest-sessions'] ?? manifest.devDependencies?.['nest-sessions'])
      .find((range) => range !== undefined);
    return { ...companions, ...(own !== undefined && { 'nest-sessions': own }) };
  }
}

function sorted(ranges: readonly (readonly [string, string])[]): Ranges {
  return Object.fromEntries(ranges.toSorted(([a], [b]) => (a < b ? -1 : 1)));
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
  throw new Error(`${path} does not contain a JSON object.`);
}
