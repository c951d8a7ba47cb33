import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStore } from './create-store.js';
import { readSettings } from './settings/read-settings.js';

describe('createStore', () => {
  it.each(['memory', 'file'])('bounds the number and the bytes of the sessions of %s', async (kind) => {
    const parent = mkdtempSync(join(tmpdir(), 'sessions-api-'));
    const directory = join(parent, 'sessions');
    const env = { SESSIONS_STORE: kind, SESSIONS_DIRECTORY: directory };
    const { store, opened } = await createStore(
      readSettings({ ...env, SESSIONS_MAX: '7', SESSIONS_MAX_BYTES: '5000' }),
    );
    await opened;
    expect(await store.counts()).toMatchObject({ capacity: 7, bytes: { capacity: 5000 } });
    await store.close();
    rmSync(parent, { recursive: true });
  });
});
