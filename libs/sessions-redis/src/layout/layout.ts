import { InvalidOptionsError } from 'nest-sessions/store';
import { LAYOUT_VERSION, type Keys } from './keys.js';

/** What every shard says of its layout: version, number of shards and how ids are kept, as in `2 16 plain`. */
export class Layout {
  /** Ends with a space where ids play no part, as for consumers of events. */
  readonly string: string;

  constructor(
    private readonly keys: Keys,
    ids = '',
  ) {
    this.string = `${String(LAYOUT_VERSION)} ${String(keys.shards)} ${ids}`;
  }

  /** The error for what the layout script gives instead of this layout. */
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
    // Without the key, a store would take the hashes for ids.
    return `idKey is not the one of ${sessions}, or they have none`;
  }
}

const REMEDY = 'Use the options that created them, use another prefix, or delete the keys of this one';
