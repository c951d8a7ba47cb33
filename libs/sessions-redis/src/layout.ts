import { InvalidOptionsError } from 'nest-sessions/store';
import type { Connection } from './connection.js';
import { LAYOUT_VERSION, type Keys } from './keys.js';
import { texts } from './replies.js';
import { SCRIPTS } from './scripts.js';

/**
 * Sees that what is stored has the layout of this package, as many shards, and ids that are kept in the same way, and
 * notes it where nothing is stored yet. Whoever has nothing to do with ids leaves out how they are kept.
 * Throws `InvalidOptionsError`, or `StoreUnavailableError`.
 */
export async function checkLayout(connection: Connection, keys: Keys, keptIds = ''): Promise<void> {
  const args = [String(LAYOUT_VERSION), String(keys.shards), keptIds];
  const [version, shards, ids] = texts(await connection.run(SCRIPTS.layout, [keys.layout], args));
  const remedy = 'Open the store as it was, give it another prefix, or delete the keys of this one';
  const what = `the sessions stored under the prefix '${keys.prefix}'`;
  if (version !== String(LAYOUT_VERSION)) {
    const [theirs, ours] = [String(version), String(LAYOUT_VERSION)];
    throw new InvalidOptionsError([
      `${what} are of layout ${theirs} and this package writes layout ${ours}. ${remedy}`,
    ]);
  }
  if (shards !== String(keys.shards)) {
    const ours = String(keys.shards);
    throw new InvalidOptionsError([`shards is ${ours}, but ${what} lie in ${String(shards)} shards. ${remedy}`]);
  }
  // Without its key, a store of hashes would take the hashes themselves for ids.
  if (keptIds !== '' && ids !== keptIds) {
    throw new InvalidOptionsError([`idKey is not the one under which ${what} were kept, or there was none. ${remedy}`]);
  }
}
