import { InvalidOptionsError } from 'nest-sessions/store';
import { LAYOUT_VERSION, type Keys } from './keys.js';

/** What every shard says of its layout: version, number of shards and how ids are kept, as in `3 16 plain`. */
export class Layout {
  /** For consumers of events, which need no ids, it leaves out how ids are kept and ends with a space. */
  readonly string: string;

  constructor(
    private readonly keys: Keys,
    ids = '',
  ) {
    this.string = `${String(LAYOUT_VERSION)} ${String(keys.shards)} ${ids}`;
  }

  /** The error for what the layout script has found: another layout, or a server that is too old. */
  refuse(found: string): InvalidOptionsError {
    if (found === 'old') return new InvalidOptionsError(['the server is too old: use Redis 6.2 or later, or Valkey']);
    const [version = '', shards = ''] = found.split(' ');
    return new InvalidOptionsError([`${this.#difference(version, shards)}. ${REMEDY}`]);
  }

  #difference(version: string, shards: string): string {
    const { prefix, shards: ours } = this.keys;
    const sessions = `the sessions under the prefix '${prefix}'`;
    if (version !== String(LAYOUT_VERSION)) {
      return `${sessions} have layout '${version}', and this package reads layout ${String(LAYOUT_VERSION)}`;
    }
    if (shards !== String(ours)) return `shards is ${String(ours)}, but ${sessions} are in ${shards} shards`;
    // A store without the key would read the hashes as ids.
    return `idKey is not that of ${sessions}, or they were written without one`;
  }
}

const REMEDY = 'Use the options that created them, use another prefix, or delete the keys of this one';
