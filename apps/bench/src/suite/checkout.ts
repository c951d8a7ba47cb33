import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILD = fileURLToPath(new URL('..', import.meta.url));

/** A checkout of this project whose code a run measures. */
export interface Checkout {
  /** The script that makes one measurement: `measure.ts`, built. */
  readonly script: string;
  /** The commit, as git abbreviates it. */
  readonly commit: string;
}

/** The checkout that this suite was built in. */
export function thisCheckout(): Checkout {
  return { script: join(BUILD, 'measure.js'), commit: commitOf(BUILD) };
}

/**
 * Copies this suite into another built checkout, so that both run the same measurements. There its imports find the
 * library, the server and the dependencies of that checkout. Throws if the checkout is not built.
 */
export function otherCheckout(path: string): Checkout {
  const root = resolve(path);
  if (!existsSync(join(root, 'libs/sessions/dist/index.js'))) {
    throw new Error(`There is no built checkout at ${root}. Run npm ci and npm run build there.`);
  }
  const copy = join(root, 'apps/bench/tmp/beside');
  rmSync(copy, { recursive: true, force: true });
  cpSync(BUILD, copy, { recursive: true });
  return { script: join(copy, 'measure.js'), commit: commitOf(root) };
}

function commitOf(folder: string): string {
  const args = ['-C', folder, 'describe', '--always', '--dirty', '--exclude=*'];
  return execFileSync('git', args, { encoding: 'utf8' }).trim();
}
