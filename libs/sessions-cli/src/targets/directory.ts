import { existsSync } from 'node:fs';
import { checkDirectory, FileSessionStore, isEmptyDirectory } from 'nest-sessions-file';
import { isSessionError, StoreUnavailableError } from 'nest-sessions/store';
import { Misuse } from '../misuse.js';
import { StoreTarget } from './store-target.js';
import type { Place, Target } from './target.js';

/** The sessions in a directory. Only one process can have it open, so no server may run on it. */
export function directory(path: string, idKey: string | undefined): Place {
  return { open: () => open(path, idKey), check: () => checkDirectory(path, idKey) };
}

async function open(path: string, idKey: string | undefined): Promise<Target> {
  if (!existsSync(path)) throw new Misuse(`There is no directory '${path}'.`);
  if (await isEmptyDirectory(path)) throw new Misuse(`There are no sessions in '${path}'.`);
  const store = new FileSessionStore({ directory: path, ...(idKey !== undefined && { idKey }) });
  try {
    await store.opened();
  } catch (error) {
    await store.close();
    throw withAdvice(error);
  }
  return new StoreTarget({
    store,
    events: () => Promise.reject(new Misuse('The listeners of a directory run in the process that has it open.')),
    close: () => store.close(),
  });
}

/** The server that has a directory open can be asked instead. */
function withAdvice(error: unknown): unknown {
  if (!isSessionError(error) || !error.message.includes('has them open')) return error;
  const message = `${error.message} While a server has it open, give the URL of that server: --target http://host:port`;
  return new StoreUnavailableError(message, { cause: error });
}
