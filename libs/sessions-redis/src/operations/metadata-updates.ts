import { type MetadataChange, SessionConflictError, type StoreLookup, isJsonObject } from 'nest-sessions/store';
import { assertSize } from '../layout/record.js';
import type { SessionCalls } from '../scripts/session-calls.js';
import { SCRIPTS } from '../scripts/scripts.js';

/** The most attempts. An attempt fails if somebody else has changed the metadata in between. */
const MOST_ATTEMPTS = 100;

/**
 * Updates metadata: reads it, computes the change here, and writes it unless somebody else has written meanwhile.
 * Throws `SessionConflictError`, or the error of `change`.
 */
export async function updateMetadata(calls: SessionCalls, id: string, change: MetadataChange): Promise<StoreLookup> {
  let found = await calls.one(SCRIPTS.getMetadata, id);
  for (let attempts = 0; attempts < MOST_ATTEMPTS; attempts += 1) {
    if (!('session' in found)) return found;
    const { session, asOf, stored } = found;
    const next = change(session.metadata);
    if (next === session.metadata) return { state: 'active', session, asOf };
    if (!isJsonObject(next)) throw new TypeError('metadata is not an object.');
    const json = JSON.stringify(next);
    assertSize(JSON.stringify(session.attributes), json);
    found = await calls.one(SCRIPTS.updateMetadata, id, stored, json);
    if (found.state === 'active') return { state: 'active', session: found.session, asOf: found.asOf };
  }
  throw new SessionConflictError([]);
}
