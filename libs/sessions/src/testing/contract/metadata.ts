import assert from 'node:assert/strict';
import type { JsonObject } from '../../domain/json.js';
import { activeIn, MINUTE, type ContractBody } from './subject.js';

const put = (change: JsonObject) => (metadata: JsonObject) => Object.freeze({ ...metadata, ...change });

/** Changes of the metadata. */
export const metadataCases: Record<string, ContractBody> = {
  'changes metadata, and nothing else': async (subject) => {
    const session = await subject.create({}, { attributes: { agent: 'x' }, metadata: { a: 1, b: [2] } });
    subject.clock.advance(MINUTE);
    const found = await subject.store.updateMetadata(session.id, put({ b: 3, 'c"\n': { d: null } }));
    const expected = { ...session, metadata: { a: 1, b: 3, 'c"\n': { d: null } } };
    assert.deepEqual(found, { state: 'active', session: expected, asOf: subject.clock.now() });
    assert.deepEqual(await subject.active(session.id), expected);
    subject.clock.set(session.expiresAt);
    assert.deepEqual((await subject.store.sweep(10)).ended, [expected]);
  },

  'keeps all of many simultaneous changes': async (subject) => {
    const { id } = await subject.create({}, { metadata: { count: 0 } });
    const keys = Array.from({ length: 20 }, (_, at) => `key-${String(at)}`);
    await Promise.all(
      keys.map((key) =>
        subject.store.updateMetadata(id, (metadata) =>
          Object.freeze({ ...metadata, [key]: true, count: Number(metadata.count) + 1 }),
        ),
      ),
    );
    const { metadata } = await subject.active(id);
    assert.deepEqual(metadata, { count: 20, ...Object.fromEntries(keys.map((key) => [key, true])) });
  },

  'changes nothing if the change throws, or returns the same metadata': async (subject) => {
    const session = await subject.create({}, { metadata: { a: 1 } });
    const refusal = new Error('refused');
    const refuse = (): never => {
      throw refusal;
    };
    await assert.rejects(subject.store.updateMetadata(session.id, refuse), (error) => error === refusal);
    assert.deepEqual(activeIn(await subject.store.updateMetadata(session.id, (metadata) => metadata)), session);
    assert.deepEqual(await subject.active(session.id), session);
  },

  'changes no metadata of an expired or unknown session': async (subject) => {
    const { id, expiresAt } = await subject.create();
    const never = (): never => assert.fail('there is nothing to change');
    assert.deepEqual(await subject.store.updateMetadata('nonsense', never), { state: 'unknown' });
    subject.clock.set(expiresAt);
    assert.equal((await subject.store.updateMetadata(id, never)).state, 'expired');
  },

  'changes no other session, even if the function ends its session and creates another': async (subject) => {
    const { id } = await subject.create();
    const { store } = subject;
    const doings: Promise<unknown>[] = [];
    await store.updateMetadata(id, () => {
      doings.push(store.delete(id), subject.create({}, { userId: 'bob' }));
      return Object.freeze({ of: 'ada' });
    });
    await Promise.all(doings);
    const { sessions } = await store.list({ limit: 10 });
    assert.deepEqual(
      sessions.map(({ userId, metadata }) => [userId, metadata]),
      [['bob', {}]],
    );
    await subject.counted({ active: 1, expired: 0 });
  },

  'does not bring a session back if it ends during a change': async (subject) => {
    const sessions = await subject.createMany(30);
    await Promise.all(
      sessions.flatMap(({ id }) => [
        subject.store.updateMetadata(id, put({ a: 1 })),
        subject.store.delete(id),
        subject.store.updateMetadata(id, put({ b: 1 })),
      ]),
    );
    for (const { id } of sessions) await subject.isGone(id);
    await subject.counted({ active: 0, expired: 0, quarantined: 0 });
  },
};
