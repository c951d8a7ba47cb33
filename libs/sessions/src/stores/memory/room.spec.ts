import { beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { JsonObject } from '../../domain/json.js';
import type { NewSession } from '../../domain/session.js';
import { FakeClock } from '../../testing/index.js';
import { MemorySessionStore } from './memory-session.store.js';

const TIMEOUTS = { idleTimeoutMs: 1000, absoluteTimeoutMs: 5000, warningThresholdMs: 100, autoRenew: true };
const MAX_BYTES = 100_000;

function session(characters = 0, userId = 'ada'): NewSession {
  const metadata: JsonObject = characters === 0 ? {} : { note: 'x'.repeat(characters) };
  return { userId, attributes: {}, metadata, timeouts: TIMEOUTS };
}

describe('A memory store with maxBytes', () => {
  let clock: FakeClock;
  let store: MemorySessionStore;

  beforeEach(() => {
    clock = new FakeClock();
    store = new MemorySessionStore({ clock, maxBytes: MAX_BYTES });
  });

  const held = async (): Promise<number> => (await store.counts()).bytes?.held ?? NaN;

  it('refuses a session above the bound until another session ends', async () => {
    const ids: string[] = [];
    for (let made = 0; made < 9; made += 1) ids.push((await store.create(session(10_000))).session.id);
    await expect(store.create(session(10_000))).rejects.toMatchObject({
      code: 'CAPACITY_REACHED',
      capacity: MAX_BYTES,
      unit: 'bytes',
    });
    expect(await store.counts()).toMatchObject({ active: 9, bytes: { capacity: MAX_BYTES } });
    expect(await held()).toBeGreaterThan(90_000);
    await store.delete(ids[0] ?? '');
    await expect(store.create(session(10_000))).resolves.toBeDefined();
  });

  it('counts two bytes for each character beyond Latin-1', async () => {
    await store.create({ ...session(), metadata: { note: 'é'.repeat(1000) } });
    const latin = await held();
    await store.create({ ...session(), metadata: { note: 'ж'.repeat(1000) } });
    expect((await held()) - 2 * latin).toBeGreaterThan(999);
  });

  it('counts 0 bytes when all sessions have ended and their endings are forgotten', async () => {
    const ids: string[] = [];
    for (let made = 0; made < 6; made += 1) ids.push((await store.create(session(made * 500))).session.id);
    const [first = '', second = '', third = '', fourth = ''] = ids;
    await store.updateMetadata(first, () => ({ longer: 'x'.repeat(5000) }));
    await store.updateMetadata(second, () => ({}));
    await store.updateTimeouts(third, { idleTimeoutMs: 2000 });
    await store.rotate(fourth, 500);
    await store.delete(first);
    await store.quarantine(third, 'metadata does not fit');
    expect(await held()).toBeGreaterThan(0);
    await store.clearQuarantine();
    clock.advance(5000);
    await store.sweep(100);
    clock.advance(3_600_000);
    await store.sweep(100);
    expect(await held()).toBe(0);
  });

  it('counts quarantined records until their retention ends', async () => {
    const { id } = (await store.create(session(10_000))).session;
    await store.quarantine(id, 'metadata does not fit');
    expect(await held()).toBeGreaterThan(10_000);
    clock.advance(24 * 3_600_000);
    expect(await held()).toBe(0);
  });

  it('refuses metadata above the bound and changes nothing', async () => {
    const { id } = (await store.create(session(10))).session;
    for (let made = 0; made < 9; made += 1) await store.create(session(10_000));
    const before = await held();
    const grow = store.updateMetadata(id, () => ({ note: 'x'.repeat(20_000) }));
    await expect(grow).rejects.toMatchObject({ code: 'CAPACITY_REACHED', unit: 'bytes' });
    expect(await store.get(id)).toMatchObject({ session: { metadata: { note: 'x'.repeat(10) } } });
    expect(await held()).toBe(before);
    await store.updateMetadata(id, () => ({ note: 'y' }));
    expect(await held()).toBe(before - 9);
  });

  it('forgets endings to make room for sessions and metadata', async () => {
    const { id } = (await store.create(session())).session;
    for (let made = 0; made < 15; made += 1) await store.delete((await store.create(session())).session.id);
    const withEndings = await held();
    for (let made = 0; made < 9; made += 1) await store.create(session(10_000));
    expect(await held()).toBeGreaterThan(90_000 + withEndings / 2);
    const grown = await store.updateMetadata(id, () => ({ note: 'x'.repeat(MAX_BYTES - 9 * 10_350 - 700) }));
    expect(grown).toMatchObject({ state: 'active' });
    expect(await held()).toBeLessThanOrEqual(MAX_BYTES);
  });

  it('ends as many expired sessions as a new one needs', async () => {
    for (let made = 0; made < 100; made += 1) await store.create(session(500));
    clock.advance(1000);
    const { ended } = await store.create(session(50_000));
    expect(ended.length).toBeGreaterThan(30);
    expect(await store.counts()).toMatchObject({ active: 1, expired: 100 - ended.length });
  });

  it('ends no expired session if it refuses the new one', async () => {
    for (let made = 0; made < 50; made += 1) await store.create(session());
    clock.advance(1000);
    const before = await store.counts();
    await expect(store.create(session(MAX_BYTES))).rejects.toMatchObject({ unit: 'bytes' });
    expect(await store.counts()).toEqual(before);
    expect((await store.sweep(100)).ended).toHaveLength(50);
  });

  it('evicts no session if it refuses the new one', async () => {
    const { id } = (await store.create(session())).session;
    const limit = { max: 1, policy: 'evict-oldest' } as const;
    await expect(store.create(session(MAX_BYTES), limit)).rejects.toMatchObject({ unit: 'bytes' });
    expect(await store.get(id)).toMatchObject({ state: 'active' });
  });

  it('accepts a session that fits after the oldest one is evicted', async () => {
    const limit = { max: 1, policy: 'evict-oldest' } as const;
    await store.create(session(60_000), limit);
    const { evicted } = await store.create(session(60_000), limit);
    expect(evicted).toHaveLength(1);
    expect(await store.counts()).toMatchObject({ active: 1 });
  });

  it.each([undefined, 'ada'])('ends a page at about 1 MiB (user %p)', async (userId) => {
    const large = new MemorySessionStore({ clock });
    const ids: string[] = [];
    for (let made = 0; made < 300; made += 1) ids.push((await large.create(session(10_000))).session.id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await large.list({ limit: 1000, userId, cursor });
      const bytes = JSON.stringify(page.sessions).length;
      expect(bytes).toBeLessThan(1.05 * 1024 * 1024);
      if (page.nextCursor !== undefined) expect(bytes).toBeGreaterThan(0.95 * 1024 * 1024);
      expect(page.total).toBe(300);
      seen.push(...page.sessions.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen.sort()).toEqual(ids.sort());
  });

  it.each([0, -1, 1.5, NaN])('refuses maxBytes %p', (maxBytes) => {
    expect(() => new MemorySessionStore({ maxBytes })).toThrow(`maxBytes is ${String(maxBytes)}`);
  });
});

describe('A memory store in a process with a small heap', () => {
  it('refuses sessions before the process runs out of memory', async () => {
    const here = (path: string): string => fileURLToPath(new URL(`../../../test/processes/${path}`, import.meta.url));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--max-old-space-size=192', '--import', `file://${here('typescript.mjs')}`, here('fill-memory-store.ts')],
      { env: { ...process.env, NODE_OPTIONS: '' } },
    );
    const found: unknown = JSON.parse(stdout);
    expect(found).toMatchObject({ message: expect.stringContaining('it may hold') });
    expect(found).toMatchObject({ created: expect.any(Number), active: expect.any(Number) });
    const { created, active } = found as { created: number; active: number };
    expect(active).toBe(created);
    expect(created).toBeGreaterThan(5000);
  }, 60_000);
});
