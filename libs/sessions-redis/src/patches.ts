import { type MetadataChange, SessionConflictError, type StoreLookup, isJsonObject } from 'nest-sessions/store';
import { plain, type Lookups } from './lookups.js';
import type { Operations } from './operations.js';
import { METADATA } from './record.js';

/** How often somebody else may be faster before a change is given up. */
const MOST_ATTEMPTS = 100;

/** Changes metadata: reads it, has the change computed here, and writes if nobody else has written meanwhile. */
export class Patches {
  constructor(
    private readonly operations: Operations,
    private readonly lookups: Lookups,
  ) {}

  /** Throws `SessionConflictError`, and what `change` throws. */
  async updateMetadata(id: string, change: MetadataChange): Promise<StoreLookup> {
    let { lookup, texts } = await this.lookups.lookUp(id, (shard, kept) => this.operations.get(shard, kept));
    for (let attempts = 0; attempts < MOST_ATTEMPTS; attempts += 1) {
      if (lookup.state !== 'active' && lookup.state !== 'refused') return lookup;
      const next = change(lookup.session.metadata);
      if (next === lookup.session.metadata) return { state: 'active', session: lookup.session, asOf: lookup.asOf };
      if (!isJsonObject(next)) throw new TypeError('metadata is not an object.');
      const [seen, written] = [texts[METADATA] ?? '', JSON.stringify(next)];
      ({ lookup, texts } = await this.lookups.lookUp(id, (shard, kept) =>
        this.operations.updateMetadata(shard, kept, seen, written),
      ));
      if (lookup.state !== 'refused') return plain(lookup);
    }
    throw new SessionConflictError([]);
  }
}
