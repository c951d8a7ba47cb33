import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { RedisSessionStore } from '../../src/index.js';
import { census } from '../census.js';
import { RedisServer } from '../redis-server.js';
import { SwitchableProxy } from '../switchable-proxy.js';
import { newSession } from '../traffic.js';
import { untilAnswered } from '../until.js';

const { timeouts } = newSession('ada');
const GUEST = { ...newSession('ada'), userId: undefined };
const ADA = { userId: 'ada', timeouts };
const OF_ADA = { limit: 10, userId: 'ada' };
/**
 * The replies of a sign-in take about 400 bytes. The last reply is `:1\r\n`, and the client needs no more than three of
 * its bytes. Only a cut after the first or the second loses it, so the cuts are two bytes apart.
 */
const CUTS = Array.from({ length: 240 }, (_, at) => 1 + at * 2);

let server: RedisServer;
let proxy: SwitchableProxy;
let prefix: string;
beforeAll(async () => {
  server = await RedisServer.start();
  proxy = await SwitchableProxy.start(server.port);
});
afterAll(async () => {
  await proxy.stop();
  await server.stop();
});
beforeEach(() => {
  prefix = `sign-in-${randomUUID()}`;
});

describe('A sign-in whose connection is cut', () => {
  it('never leaves two sessions of the user, nor the old id with the rights of the user, wherever it is cut', async () => {
    const seen = new Set<string>();
    const witness = new RedisSessionStore({ url: server.url, prefix });
    for (const bytes of CUTS) {
      const store = new RedisSessionStore({ url: proxy.url, prefix });
      // Loads the scripts, so that no reply is NOSCRIPT.
      await witness.signIn((await witness.create(GUEST)).session.id, ADA);
      await witness.revokeByUser('ada', 10);
      const { id } = (await store.create(GUEST)).session;

      proxy.cutAfter(bytes);
      const signedIn = await store.signIn(id, ADA).then(
        () => true,
        () => false,
      );
      proxy.mend();
      await untilAnswered(() => store.counts(), 1000);
      const before = await witness.get(id);
      const { total } = await witness.list(OF_ADA);
      seen.add(`${before.state} ${String(total)} ${signedIn ? 'answered' : 'failed'}`);
      expect(total).toBeLessThanOrEqual(1);
      if (before.state === 'active') {
        // The user tries again. This removes what the first attempt left.
        expect(before.session.userId).toBeUndefined();
        expect(await store.signIn(id, ADA)).toMatchObject({ state: 'active', session: { userId: 'ada' } });
        expect((await witness.list(OF_ADA)).total).toBe(1);
      }
      expect(await witness.get(id)).toMatchObject({ state: 'ended', reason: 'signed-in' });
      expect((await census([server.url], prefix)).faults).toEqual([]);
      await witness.revokeByUser('ada', 10);
      await store.close();
    }
    await witness.close();
    // The cuts fell before, between and after the steps.
    expect([...seen].sort()).toEqual(['active 0 failed', 'active 1 failed', 'ended 1 answered', 'ended 1 failed']);
  });
});
