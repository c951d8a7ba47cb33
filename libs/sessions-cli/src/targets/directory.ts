import { existsSync } from 'node:fs';
import { checkDirectory, FileSessionStore } from 'nest-sessions-file';
import { Misuse } from '../misuse.js';
import { StoreTarget } from './store-target.js';
import type { Place, Target } from './target.js';

/** The sessions in a directory. Only one process can have it open, so no server may run on it. */
export function directory(path: string, idKey: string | undefined): Place {
  return { open: () => open(path, idKey), check: () => checkDirectory(path, idKey) };
}

async function open(path: string, idKey: string | undefined): Promise<Target> {
  if (!existsSync(path)) throw new Misuse(`There is no directory '${path}'.`);
  const store = new FileSessionStore({ directory: path, ...(idKey !== undefined && { idKey }) });
  await store.opened();
  return new StoreTarget({
    store,
    events: () => Promise.reject(new Misuse('The listeners of a directory run in the process that has it open.')),
    close: () => store.close(),
  });
}
