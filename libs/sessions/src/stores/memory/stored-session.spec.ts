import { deepStrictEqual } from 'node:assert/strict';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Session } from '../../domain/session.js';
import { FakeClock } from '../../testing/index.js';
import { MemorySessionStore } from './memory-session.store.js';

const TIMEOUTS = { idleTimeoutMs: 1000, absoluteTimeoutMs: 5000, warningThresholdMs: 100, autoRenew: true };
const ATTRIBUTES = Object.freeze({ channel: 'web' });
const METADATA = Object.freeze({ cart: Object.freeze(['tea']) });

describe('a stored session', () => {
  let store: MemorySessionStore;
  let created: Session;

  beforeEach(async () => {
    store = new MemorySessionStore({ clock: new FakeClock() });
    const input = { userId: 'ada', attributes: ATTRIBUTES, metadata: METADATA, timeouts: TIMEOUTS };
    created = (await store.create(input)).session;
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('parses its metadata at the first read only', async () => {
    const parse = jest.spyOn(JSON, 'parse');
    const found = await store.touch(created.id);
    await store.get(created.id);
    await store.renew(created.id);
    expect(parse).not.toHaveBeenCalled();
    if (found.state !== 'active') throw new Error('There is no session.');
    expect([found.session.metadata, found.session.metadata]).toEqual([METADATA, METADATA]);
    expect(parse).toHaveBeenCalledTimes(1);
    expect(found.session.attributes).toEqual(ATTRIBUTES);
    expect(parse).toHaveBeenCalledTimes(2);
  });

  it('keeps its metadata when the stored metadata changes', async () => {
    const before = await store.get(created.id);
    await store.updateMetadata(created.id, () => Object.freeze({ cart: null }));
    await store.delete(created.id);
    expect(before).toMatchObject({ session: { metadata: METADATA } });
  });

  it('is a plain object with own properties', async () => {
    const found = await store.get(created.id);
    if (found.state !== 'active') throw new Error('There is no session.');
    deepStrictEqual(found.session, created);
    deepStrictEqual({ ...found.session }, created);
    deepStrictEqual(structuredClone(found.session), structuredClone(created));
    deepStrictEqual(JSON.parse(JSON.stringify(found.session)), created);
  });
});
