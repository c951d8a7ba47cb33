import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StoreProcess } from '../processes/store-process.js';
import { RedisServer } from '../redis-server.js';
import { newSession } from '../traffic.js';
import { until } from '../until.js';

const HOUR = 3_600_000;

describe('two instances whose clocks are an hour apart', () => {
  let server: RedisServer;
  let right: StoreProcess;
  let ahead: StoreProcess;
  beforeAll(async () => {
    server = await RedisServer.start();
    const settings = { url: server.url, prefix: 'sessions' };
    right = await StoreProcess.start(settings);
    ahead = await StoreProcess.start(settings, { clockAheadMs: HOUR });
  });
  afterAll(async () => {
    await right.kill();
    await ahead.kill();
    await server.stop();
  });

  it('agree on every session and on the counts', async () => {
    expect(Math.abs((await ahead.clock()) - (await right.clock()) - HOUR)).toBeLessThan(5000);
    for (let user = 0; user < 50; user += 1) {
      for (const instance of [right, ahead])
        await instance.call('create', newSession(`user-${String(user)}`, HOUR / 2));
    }
    const [one, other] = [await right.call('list', { limit: 1000 }), await ahead.call('list', { limit: 1000 })];
    expect(one.sessions).toHaveLength(100);
    expect(other.sessions).toEqual(one.sessions);
    for (const { id } of one.sessions) {
      const [read, alsoRead] = [await right.call('get', id), await ahead.call('get', id)];
      expect(read).toMatchObject({ state: 'active' });
      expect({ ...alsoRead, asOf: 0 }).toEqual({ ...read, asOf: 0 });
    }
    for (const instance of [right, ahead]) {
      expect(await instance.call('counts')).toMatchObject({ active: 100, expired: 0, quarantined: 0 });
      expect(await instance.call('sweep', 1000)).toMatchObject({ ended: [], more: false });
    }
  });

  it('extend a session in the same way, whichever instance does it', async () => {
    const { session } = await ahead.call('create', newSession('eve', HOUR / 2));
    let last = session.lastActivityAt;
    for (const instance of [right, ahead, right, ahead]) {
      const found = await instance.call('touch', session.id);
      const at = found.state === 'active' ? found.session.lastActivityAt : NaN;
      expect(at).toBeGreaterThanOrEqual(last);
      expect(at - last).toBeLessThan(5000);
      expect(found).toMatchObject({ session: { expiresAt: at + HOUR / 2 } });
      last = at;
    }
  });

  it('see it end at the same instant, and sweep it once', async () => {
    const made = [
      await right.call('create', newSession('bob', 300)),
      await ahead.call('create', newSession('bob', 300)),
    ];
    for (const { session } of made) {
      expect(session.expiresAt).toBe(session.createdAt + 300);
      let expiredFor = 0;
      await until('expired for both', async () => {
        const answers = [await right.call('get', session.id), await ahead.call('get', session.id)];
        for (const found of answers) {
          if (found.state === 'active') expect(found.asOf).toBeLessThan(session.expiresAt);
          if (found.state === 'expired') expect(found).toMatchObject({ expiredAt: session.expiresAt, reason: 'idle' });
        }
        expiredFor = answers.filter(({ state }) => state === 'expired').length;
        return expiredFor === 2;
      });
    }
    const swept = await Promise.all([right.call('sweep', 10), ahead.call('sweep', 10)]);
    const ended = swept.flatMap((batch) => batch.ended.map(({ id }) => id));
    expect(ended.sort()).toEqual(made.map(({ session }) => session.id).sort());
  });
});
