import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { FakeClock } from 'nest-sessions/testing';
import { raiseFormat } from '../test/newer-format.js';
import { StoreProcess } from '../test/processes/store-process.js';
import { temporaryDirectories } from '../test/temporary-directory.js';
import { FileSessionStore } from './file-session.store.js';
import type { FileSessionStoreOptions, OpeningProgress } from './options.js';

jest.setTimeout(30_000);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const KEY = 'k'.repeat(32);
const SESSION = {
  userId: 'ada',
  attributes: {},
  metadata: {},
  timeouts: { idleTimeoutMs: 100 * HOUR, absoluteTimeoutMs: 100 * HOUR, warningThresholdMs: 1000, autoRenew: true },
};

const newDirectory = temporaryDirectories();

async function openStore(options: FileSessionStoreOptions): Promise<FileSessionStore> {
  const store = new FileSessionStore(options);
  await store.opened();
  return store;
}

/** A directory with one session. */
async function filled(
  options: Omit<FileSessionStoreOptions, 'directory'> = {},
): Promise<{ directory: string; id: string }> {
  const directory = newDirectory();
  const store = await openStore({ directory, ...options });
  const { session } = await store.create(SESSION);
  await store.close();
  return { directory, id: session.id };
}

async function refusal(options: FileSessionStoreOptions): Promise<string> {
  const store = new FileSessionStore(options);
  const error: unknown = await store.opened().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await expect(store.claimed()).rejects.toBe(error);
  await expect(store.get('any')).rejects.toBe(error);
  await expect(store.counts()).rejects.toBe(error);
  await expect(store.ping()).rejects.toBe(error);
  await store.close();
  return error instanceof Error ? error.message : '';
}

describe('FileSessionStore, when it opens,', () => {
  it('names every bad option in one message', () => {
    const options = { directory: '', sync: 'never', onDamage: 'ignore' };
    const construct = (): unknown => Reflect.construct(FileSessionStore, [options]);
    expect(construct).toThrow(/FileSessionStore can't start.*directory is ''.*sync is 'never'.*onDamage is 'ignore'/);
    expect(() => new FileSessionStore({ directory: newDirectory(), capacity: 0 })).toThrow(/capacity is 0/);
  });

  it('creates a directory that only its owner can read', async () => {
    const directory = join(newDirectory(), 'more', 'levels');
    await (await openStore({ directory })).close();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('takes back the rights of others to its directory', async () => {
    const { directory } = await filled();
    chmodSync(directory, 0o755);
    await (await openStore({ directory })).close();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('refuses a directory that can not be created', async () => {
    const file = newDirectory();
    writeFileSync(file, '');
    const directory = join(file, 'sessions');
    expect(await refusal({ directory })).toBe(
      `The sessions in '${directory}' can't be opened: the directory can't be created (ENOTDIR); choose another one.`,
    );
  });

  it("refuses another user's directory", async () => {
    const own = process.getuid?.() ?? 0;
    const directory = own === 0 ? newDirectory() : '/usr';
    if (own === 0) {
      mkdirSync(directory);
      chownSync(directory, 1, 1);
    }
    expect(await refusal({ directory })).toMatch(
      /belongs to user \d+, and this process runs as \d+; choose another one/,
    );
  });

  it('refuses a directory with other files, and leaves them alone', async () => {
    const directory = newDirectory();
    mkdirSync(directory);
    writeFileSync(join(directory, 'notes.txt'), 'mine');
    expect(await refusal({ directory })).toMatch(/holds other files; choose an empty or a new one/);
    expect(readdirSync(directory)).toEqual(['notes.txt']);
  });

  it('refuses a directory that another store of this process has open', async () => {
    const directory = newDirectory();
    const first = await openStore({ directory });
    expect(await refusal({ directory })).toMatch(/this process has them open; stop it, or choose another directory/);
    await first.close();
    await (await openStore({ directory })).close();
  });

  it('refuses a directory that another process has open, and names the process', async () => {
    const directory = newDirectory();
    const other = new StoreProcess({ directory, sync: 'always' });
    await other.opened();
    expect(await refusal({ directory })).toContain(`process ${String(other.pid)} has them open; stop it`);
    await other.kill();
    await (await openStore({ directory })).close();
  });

  it('refuses a newer format', async () => {
    const { directory } = await filled();
    await raiseFormat(directory);
    expect(await refusal({ directory })).toMatch(
      /have format 3, and this version .* reads format 2; install the version/,
    );
  });

  it('refuses a wrong idKey, a missing idKey, and an idKey for files without one', async () => {
    const { directory, id } = await filled({ idKey: KEY });
    expect(await refusal({ directory, idKey: 'x'.repeat(32) })).toMatch(/written with another idKey/);
    expect(await refusal({ directory })).toMatch(/written with another idKey/);
    const store = await openStore({ directory, idKey: KEY });
    expect((await store.get(id)).state).toBe('active');
    await store.close();
    const { directory: plain } = await filled();
    expect(await refusal({ directory: plain, idKey: KEY })).toMatch(/written without an idKey; leave it out/);
  });

  it('writes no id where an idKey is given', async () => {
    const directory = newDirectory();
    const store = await openStore({ directory, idKey: KEY });
    const never = store.consumer({ group: 'never', handler: () => Promise.reject(new Error('not today')) });
    await never.start();
    const ids = [(await store.create(SESSION)).session.id, (await store.create(SESSION)).session.id];
    const [first = '', second = ''] = ids;
    await store.rotate(first, HOUR);
    await store.delete(second);
    await never.stop();
    await store.close();
    const database = join(directory, 'db');
    for (const name of readdirSync(database)) {
      const bytes = readFileSync(join(database, name));
      for (const id of ids) expect(bytes.includes(id)).toBe(false);
    }
  });

  it('warns of a clock that is minutes behind, and lets no expired session live again', async () => {
    const clock = new FakeClock();
    const directory = newDirectory();
    const store = await openStore({ directory, clock });
    const { session } = await store.create(SESSION);
    clock.set(session.expiresAt);
    await store.sweep(0);
    await store.close();
    clock.advance(-2 * MINUTE);
    const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const again = await openStore({ directory, clock });
    expect(warned.mock.calls[0]?.[0]).toMatch(/clock is 2 minutes behind the last change/);
    warned.mockRestore();
    expect((await again.get(session.id)).state).toBe('expired');
    await again.close();
  });

  it('refuses a clock that is more than a day behind', async () => {
    const clock = new FakeClock();
    const { directory } = await filled({ clock });
    clock.advance(-25 * HOUR);
    expect(await refusal({ directory, clock })).toMatch(/clock is 1500 minutes behind the last change; set it right/);
  });

  it('says that it is opening until all sessions are read', async () => {
    const { directory } = await filled();
    const store = new FileSessionStore({ directory });
    await expect(store.counts()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', message: /^opening/ });
    await store.ping();
    await expect(store.counts()).rejects.toThrow(/^opening/);
    await store.opened();
    expect(await store.counts()).toMatchObject({ active: 1 });
    await store.close();
  });

  it('reads a few entries in each turn of the event loop', async () => {
    const sessions = 2000;
    const directory = newDirectory();
    const first = await openStore({ directory, sync: 'everysecond' });
    await Promise.all(Array.from({ length: sessions }, () => first.create(SESSION)));
    await first.close();

    const store = new FileSessionStore({ directory });
    await store.claimed();
    let turns = 0;
    const count = (): void => {
      turns += 1;
      turning = setImmediate(count);
    };
    let turning = setImmediate(count);
    await store.opened();
    clearImmediate(turning);
    // Each session has two entries, and a turn reads 50.
    expect(turns).toBeGreaterThanOrEqual((2 * sessions) / 50);
    expect(await store.counts()).toMatchObject({ active: sessions });
    await store.close();
  });

  it('reports its progress each second', async () => {
    const directory = newDirectory();
    const first = await openStore({ directory, sync: 'everysecond' });
    await Promise.all(Array.from({ length: 500 }, () => first.create(SESSION)));
    await first.close();
    // A clock that advances by 300 ms whenever it is read.
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => (now += 300));
    const told: OpeningProgress[] = [];
    const store = await openStore({ directory, onOpening: (progress) => told.push(progress) });
    clock.mockRestore();
    await store.close();
    expect(told.map(({ total }) => total)).toEqual(told.map(() => 500));
    const read = told.map((progress) => progress.read);
    expect(read).toEqual([...read].sort((one, other) => one - other));
    // Opening takes about 20 slices and reads the clock once in each. A second passes in three or four slices.
    expect(told.length).toBeGreaterThanOrEqual(4);
    expect(told.length).toBeLessThan(10);
  });

  it("copies damaged files and opens what can be read, with onDamage: 'salvage'", async () => {
    const { directory, id } = await filled();
    // Opens the files once more, so that LevelDB moves the session from its log into a table.
    await (await openStore({ directory })).close();
    const database = join(directory, 'db');
    const current = join(database, 'CURRENT');
    writeFileSync(current, 'nonsense');
    expect(await refusal({ directory })).toMatch(
      /files are damaged.* To go on, restore a backup, or open it with onDamage/,
    );
    const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const store = await openStore({ directory, onDamage: 'salvage' });
    const message = String(warned.mock.calls[0]?.[0]);
    warned.mockRestore();
    expect((await store.get(id)).state).toBe('active');
    await store.close();
    const [, copy = ''] = /the damaged files are in (\S+)\./.exec(message) ?? [];
    expect(existsSync(join(directory, copy, 'CURRENT'))).toBe(true);
    await (await openStore({ directory })).close();
  });
});
