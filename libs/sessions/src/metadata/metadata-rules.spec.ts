import { beforeEach, describe, expect, it } from '@jest/globals';
import { type } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';
import type { SessionEvent } from '../domain/events.js';
import { SessionEvents } from '../events/session-events.js';
import { resolveOptions } from '../options/resolve-options.js';
import type { SessionsModuleOptions } from '../options/sessions-options.js';
import { SessionsService } from '../service/sessions.service.js';
import { MemorySessionStore } from '../stores/memory/memory-session.store.js';
import { FakeClock } from '../testing/index.js';
import { pastTheTypes } from '../../test/past-the-types.js';

interface Cart {
  readonly items: readonly string[];
  readonly theme?: string;
}

let store: MemorySessionStore;
let seen: SessionEvent[];

function service<Metadata extends object>(options: SessionsModuleOptions = {}): SessionsService<Metadata> {
  const events = new SessionEvents();
  events.events$.subscribe((event) => seen.push(event));
  return new SessionsService<Metadata>(store, resolveOptions({ ...options, store }), events);
}

beforeEach(() => {
  store = new MemorySessionStore({ clock: new FakeClock() });
  seen = [];
});

describe('updateMetadata', () => {
  let sessions: SessionsService<Cart>;
  let id: string;

  beforeEach(async () => {
    sessions = service<Cart>({ maxMetadataBytes: 100 });
    ({ id } = await sessions.create({ userId: 'ada', metadata: { items: ['tea'], theme: 'dark' } }));
  });

  const metadata = async (): Promise<unknown> => {
    const found = await sessions.get(id);
    return 'session' in found ? found.session.metadata : found.state;
  };

  it('sets keys, removes keys, and keeps the others', async () => {
    expect(await sessions.updateMetadata(id, { items: ['milk'] })).toMatchObject({ state: 'active' });
    expect(await metadata()).toEqual({ items: ['milk'], theme: 'dark' });
    await sessions.updateMetadata(id, { theme: undefined });
    expect(await metadata()).toEqual({ items: ['milk'] });
  });

  it('keeps parallel changes of different keys that are based on the same metadata', async () => {
    const basedOn = { items: ['tea'], theme: 'dark' };
    await Promise.all([
      sessions.updateMetadata(id, { items: ['milk'] }, { basedOn }),
      sessions.updateMetadata(id, { theme: 'light' }, { basedOn }),
    ]);
    expect(await metadata()).toEqual({ items: ['milk'], theme: 'light' });
  });

  it('refuses a change of a key that has changed since it was read, and changes nothing', async () => {
    const basedOn = { items: ['tea'], theme: 'dark' };
    await sessions.updateMetadata(id, { items: ['milk'] }, { basedOn });
    const late = sessions.updateMetadata(id, { items: ['beer'], theme: 'light' }, { basedOn });
    await expect(late).rejects.toMatchObject({ code: 'SESSION_CONFLICT', keys: ['items'] });
    expect(await metadata()).toEqual({ items: ['milk'], theme: 'dark' });
    // A key that already has its new value is not a conflict, so a client may send the same change again.
    await sessions.updateMetadata(id, { items: ['milk'] }, { basedOn });
    await expect(sessions.updateMetadata(id, { items: undefined }, { basedOn })).rejects.toMatchObject({
      keys: ['items'],
    });
  });

  it('converts changes to JSON first, and keeps the keys that they do not name', async () => {
    const changes = { items: [], toJSON: () => ({ theme: 'light', seen: new Date(0) }) };
    await sessions.updateMetadata(id, changes);
    expect(await metadata()).toEqual({ items: ['tea'], theme: 'light', seen: '1970-01-01T00:00:00.000Z' });
    await sessions.updateMetadata(id, pastTheTypes({ theme: () => 'dark', seen: undefined }));
    expect(await metadata()).toEqual({ items: ['tea'], theme: 'light' });
  });

  it('computes each change from the stored metadata, one after the other', async () => {
    const add = (item: string) => (cart: Cart) => ({ items: [...cart.items, item] });
    await Promise.all([sessions.updateMetadata(id, add('milk')), sessions.updateMetadata(id, add('bread'))]);
    expect(await metadata()).toEqual({ items: ['tea', 'milk', 'bread'], theme: 'dark' });
  });

  it('does not record activity', async () => {
    const before = await sessions.get(id);
    const after = await sessions.updateMetadata(id, { theme: 'light' });
    if (before.state !== 'active') throw new Error('There is no session.');
    const session = { ...before.session, metadata: { items: ['tea'], theme: 'light' } };
    expect(after).toEqual({ ...before, session });
  });

  it('accepts metadata of exactly the largest size, and no byte more', async () => {
    const rest = '{"items":["tea"],"theme":""}'.length;
    await sessions.updateMetadata(id, { theme: 'x'.repeat(100 - rest) });
    const larger = sessions.updateMetadata(id, { theme: 'x'.repeat(101 - rest) });
    await expect(larger).rejects.toThrow('takes 101 bytes as JSON, allowed are at most 100');
    expect(await metadata()).toEqual({ items: ['tea'], theme: 'x'.repeat(100 - rest) });
  });

  it.each([
    ['null', null],
    ['a function that returns null', () => null],
    ['an array', []],
    ['a promise', Promise.resolve({})],
    ['a value that JSON can not represent', { theme: 1n }],
    ['a value that is too large', { theme: 'x'.repeat(100) }],
  ])('refuses %s, and changes nothing', async (_, changes) => {
    const update = sessions.updateMetadata(id, pastTheTypes(changes));
    await expect(update).rejects.toMatchObject({ code: 'INVALID_SESSION', field: 'metadata' });
    expect(await metadata()).toEqual({ items: ['tea'], theme: 'dark' });
  });

  it('answers unknown for an unknown session', async () => {
    expect(await sessions.updateMetadata('nonsense', {})).toEqual({ state: 'unknown' });
    expect(await sessions.updateMetadata(pastTheTypes(undefined), {})).toEqual({ state: 'unknown' });
  });

  it('accepts __proto__ as a key like any other', async () => {
    await sessions.updateMetadata(id, pastTheTypes(JSON.parse('{"__proto__":{"admin":true}}')));
    expect(JSON.stringify(await metadata())).toBe('{"items":["tea"],"theme":"dark","__proto__":{"admin":true}}');
    expect(Reflect.get({}, 'admin')).toBeUndefined();
  });
});

describe.each([
  ['zod', z.object({ items: z.array(z.string()), theme: z.string().default('dark') })],
  ['valibot', v.object({ items: v.array(v.string()), theme: v.optional(v.string(), 'dark') })],
  ['arktype', type({ items: 'string[]', theme: "string = 'dark'" })],
])('a schema of %s', (_, metadataSchema) => {
  let sessions: SessionsService<Cart>;

  beforeEach(() => {
    sessions = service<Cart>({ metadataSchema });
  });

  /** Stores metadata as a version of the application without the schema would. */
  async function stored(metadata: object): Promise<string> {
    return (await service().create({ userId: 'ada', metadata: pastTheTypes(metadata) })).id;
  }

  it('gives a new session its output as metadata', async () => {
    const { id, metadata } = await sessions.create({ userId: 'ada', metadata: { items: [] } });
    expect(metadata).toEqual({ items: [], theme: 'dark' });
    expect(await service().get(id)).toMatchObject({ session: { metadata: { items: [], theme: 'dark' } } });
  });

  it('refuses metadata that does not fit, and names the key', async () => {
    const bad = pastTheTypes<Cart>({ items: [1] });
    await expect(sessions.create({ userId: 'ada', metadata: bad })).rejects.toThrow(/^metadata does not fit.*items/);
    const { id } = await sessions.create({ userId: 'ada', metadata: { items: ['tea'] } });
    await expect(sessions.updateMetadata(id, bad)).rejects.toThrow(/^metadata does not fit.*items/);
    expect(await sessions.get(id)).toMatchObject({ session: { metadata: { items: ['tea'] } } });
  });

  it('completes metadata that was stored before the schema existed', async () => {
    const id = await stored({ items: ['tea'] });
    expect(await sessions.get(id)).toMatchObject({ session: { metadata: { items: ['tea'], theme: 'dark' } } });
    expect((await sessions.list()).sessions).toMatchObject([{ metadata: { items: ['tea'], theme: 'dark' } }]);
  });

  it('does not take a completed key for a change by somebody else', async () => {
    const id = await stored({ items: ['tea'] });
    const found = await sessions.get(id);
    const basedOn = 'session' in found ? found.session.metadata : undefined;
    expect(basedOn).toEqual({ items: ['tea'], theme: 'dark' });
    expect(await sessions.updateMetadata(id, { theme: 'light' }, { basedOn })).toMatchObject({ state: 'active' });
    const late = sessions.updateMetadata(id, { theme: 'red' }, { basedOn });
    await expect(late).rejects.toMatchObject({ code: 'SESSION_CONFLICT', keys: ['theme'] });
  });

  it.each(['get', 'touch', 'renew', 'updateMetadata', 'rotate', 'list'] as const)(
    'quarantines a session whose metadata no longer fits, when %s reads it',
    async (how) => {
      const id = await stored({ items: 'secret' });
      await sessions.create({ userId: 'ada', metadata: { items: [] } });
      seen = [];
      if (how === 'list') {
        const page = await sessions.list();
        expect([page.sessions.length, page.total, page.counts.active, page.counts.quarantined]).toEqual([1, 1, 1, 1]);
      } else {
        const found = how === 'updateMetadata' ? sessions.updateMetadata(id, {}) : sessions[how](id);
        expect(await found).toEqual({ state: 'unknown' });
      }
      const quarantined = seen.filter((event) => event.type === 'quarantined');
      expect(quarantined).toMatchObject([{ record: { problem: 'metadata does not fit the schema' } }]);
      expect(await sessions.counts()).toMatchObject({ active: 1, quarantined: 1 });
    },
  );
});

describe('a schema', () => {
  it('that would refuse its own output is refused when a session is created', async () => {
    const metadataSchema = z.object({ n: z.string().transform(Number) });
    const created = service({ metadataSchema }).create({ userId: 'ada', metadata: { n: '1' } });
    await expect(created).rejects.toMatchObject({
      code: 'INVALID_SESSION',
      message: expect.stringContaining('as JSON'),
    });
  });

  it('that is asynchronous is refused', async () => {
    const metadataSchema = z.object({}).refine(() => Promise.resolve(true));
    const created = service({ metadataSchema }).create({ userId: 'ada' });
    await expect(created).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
  });
});
