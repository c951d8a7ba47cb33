import assert from 'node:assert/strict';
import { activeIn, failsWith, isGone, TIMEOUTS, type ContractBody } from './subject.js';

/** The fields of a session, and its deletion. */
export const recordCases: Record<string, ContractBody> = {
  'returns a session as it was created': async ({ store, clock }) => {
    const input = {
      userId: 'ada',
      attributes: { agent: 'x' },
      metadata: { cart: [1, { two: null }] },
      timeouts: TIMEOUTS,
    };
    const { session } = await store.create(input);
    const now = clock.now();
    assert.deepEqual(session, {
      id: session.id,
      handle: session.handle,
      ...input,
      authenticatedAt: now,
      createdAt: now,
      lastActivityAt: now,
      lastRenewedAt: now,
      expiresAt: now + TIMEOUTS.idleTimeoutMs,
      warnAt: now + TIMEOUTS.idleTimeoutMs - TIMEOUTS.warningThresholdMs,
      renewalCount: 0,
    });
    assert.deepEqual(await store.get(session.id), { state: 'active', session, asOf: now });
  },

  'gives every session an opaque, URL-safe id of its own': async (subject) => {
    const ids = (await subject.createMany(200)).map(({ id }) => id);
    assert.equal(new Set(ids).size, 200);
    for (const id of ids) assert.match(id, /^[A-Za-z0-9_.~-]{22,64}$/);
  },

  'answers unknown for an id that it never gave': async ({ store }) => {
    const strange = ['', 'x', '__proto__', 'constructor', '\u0000', '*', '{}', 'a'.repeat(10_000), '💥', '\ud800'];
    for (const id of strange) {
      for (const ask of [
        store.get(id),
        store.touch(id),
        store.renew(id),
        store.delete(id),
        store.updateTimeouts(id, { autoRenew: true }),
        store.updateMetadata(id, (metadata) => metadata),
        store.rotate(id, 1000),
        store.quarantine(id, 'no fault'),
      ]) {
        assert.deepEqual(await ask, { state: 'unknown' });
      }
    }
  },

  'keeps any string and any JSON unchanged': async (subject) => {
    const metadata = {
      '': 'empty',
      ключ: '值 💥',
      'new\nline': '\u0000',
      deep: [[[{ a: [] }]]],
      n: -0.5e-7,
      yes: true,
      no: null,
    };
    for (const userId of ['a:b{c}d*', ' ', 'ключ 💥', 'x'.repeat(2000)]) {
      const session = await subject.create({}, { userId, metadata, attributes: { ...metadata } });
      assert.deepEqual(await subject.active(session.id), session);
      assert.deepEqual((await subject.active(session.id)).metadata, metadata);
      assert.deepEqual(await subject.pages(10, userId), [session.id]);
    }
  },

  'ends a session with any string as its user id': async (subject) => {
    const { store } = subject;
    const texts = ['\u0000\u001f\u007f', '"\\/', '\u2028', '💥', '\ud83d', '\udca5\ud83d', '\\ud800'];
    for (const text of texts) {
      const input = { userId: text, metadata: { [text]: text }, attributes: { [text]: [text] } };
      const [deleted, revoked] = [await subject.create({}, input), await subject.create({}, input)];
      assert.deepEqual(activeIn(await store.delete(deleted.id)), deleted);
      const rotated = activeIn(await store.rotate(revoked.id));
      assert.deepEqual((await store.revokeByUser(text, 10)).ended, [rotated]);
      const swept = await subject.create({}, input);
      subject.clock.set(swept.expiresAt);
      assert.deepEqual((await store.sweep(10)).ended, [swept]);
    }
    await subject.counted({ active: 0, expired: 0, quarantined: 0 });
  },

  'returns sessions that nobody can modify': async (subject) => {
    const { id } = await subject.create({}, { metadata: Object.freeze({ inner: Object.freeze({ n: 1 }) }) });
    const session = await subject.active(id);
    assert.throws(() => Object.assign(session.metadata, { n: 2 }), TypeError);
    assert.throws(() => Object.assign(session.metadata.inner ?? {}, { n: 2 }), TypeError);
    assert.deepEqual((await subject.active(id)).metadata, { inner: { n: 1 } });
  },

  'deletes a session once, and returns it as it was': async (subject) => {
    const session = await subject.create();
    assert.deepEqual(activeIn(await subject.store.delete(session.id)), session);
    isGone(await subject.store.delete(session.id));
    await subject.isGone(session.id);
    await subject.counted({ active: 0, expired: 0, expiringSoon: 0 });
    assert.deepEqual(await subject.pages(10), []);
  },

  'never brings back a deleted session, even with other operations in flight': async (subject) => {
    const sessions = await subject.createMany(50);
    subject.clock.advance(1);
    await Promise.all(
      sessions.flatMap(({ id }) => [
        subject.store.touch(id),
        subject.store.delete(id),
        subject.store.touch(id),
        subject.store.renew(id),
        subject.store.updateTimeouts(id, { idleTimeoutMs: 1000, warningThresholdMs: 0 }),
      ]),
    );
    for (const { id } of sessions) await subject.isGone(id);
    await subject.counted({ active: 0, expired: 0, quarantined: 0 });
  },

  'fails as unavailable once it is closed': async (subject) => {
    const { id } = await subject.create();
    await subject.store.close();
    for (const attempt of [
      () => subject.store.get(id),
      () => subject.store.touch(id),
      () => subject.store.counts(),
      () => subject.store.sweep(1),
      () => subject.store.ping(),
      () => subject.create(),
    ]) {
      await failsWith('STORE_UNAVAILABLE', attempt);
    }
  },
};
