import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import type { SessionEventDelivery } from 'nest-sessions/store';
import { FakeClock } from 'nest-sessions/testing';
import { temporaryDirectories } from '../test/temporary-directory.js';
import { until } from '../test/until.js';
import { FileSessionStore } from './file-session.store.js';

jest.setTimeout(30_000);

const TIMEOUTS = { idleTimeoutMs: 1000, absoluteTimeoutMs: 5000, warningThresholdMs: 100, autoRenew: true };
const SESSION = { userId: 'ada', attributes: {}, metadata: {}, timeouts: TIMEOUTS };

const newDirectory = temporaryDirectories();

/** What all files of a directory have, as text. */
function bytesIn(directory: string): string {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return files.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1')).join();
}

/** What was delivered, as `reason userId`. */
function namesOf(deliveries: readonly SessionEventDelivery[]): string[] {
  return deliveries.map(({ event }) =>
    event.type === 'quarantined' ? event.reason : `${event.reason} ${String(event.session.userId)}`,
  );
}

describe('The endings of a FileSessionStore', () => {
  it('reach the consumer of each group once, with their reasons', async () => {
    const clock = new FakeClock();
    const store = new FileSessionStore({ directory: newDirectory(), clock });
    const [audit, mail]: [SessionEventDelivery[], SessionEventDelivery[]] = [[], []];
    const into = (seen: SessionEventDelivery[]) => (delivery: SessionEventDelivery) => {
      seen.push(delivery);
      return Promise.resolve();
    };
    const consumers = [
      store.consumer({ group: 'audit', handler: into(audit) }),
      store.consumer({ group: 'mail', handler: into(mail) }),
    ];
    for (const consumer of consumers) await consumer.start();

    const { session: deleted } = await store.create({ ...SESSION, userId: 'deleted' });
    await store.delete(deleted.id);
    await store.create({ ...SESSION, userId: 'revoked' });
    await store.revokeByUser('revoked', 10);
    const limit = { max: 1, policy: 'evict-oldest' } as const;
    for (let made = 0; made < 2; made += 1) await store.create({ ...SESSION, userId: 'evicted' }, limit);
    const { session: odd } = await store.create(SESSION);
    await store.quarantine(odd.id, 'metadata does not fit');
    clock.advance(1000);
    await store.sweep(10);

    const all = ['deleted deleted', 'evicted evicted', 'idle evicted', 'quarantined', 'revoked revoked'];
    await until('all is delivered', () => audit.length >= all.length && mail.length >= all.length);
    expect(namesOf(audit).sort()).toEqual(all);
    expect(namesOf(mail).sort()).toEqual(all);
    expect(new Set(audit.map(({ id }) => id)).size).toBe(all.length);
    expect(audit.map(({ deliveries }) => deliveries)).toEqual(all.map(() => 1));
    for (const consumer of consumers) await consumer.stop();
    await store.close();
  });

  it('are delivered again after a restart until they were handled, under the same id', async () => {
    const clock = new FakeClock();
    const directory = newDirectory();
    const ids: string[] = [];
    const first = new FileSessionStore({ directory, clock });
    const failing = first.consumer({
      group: 'audit',
      handler: ({ id }) => {
        ids.push(id);
        return Promise.reject(new Error('no audit today'));
      },
    });
    await failing.start();
    const { session } = await first.create(SESSION);
    await first.delete(session.id);
    await until('all is delivered', () => ids.length === 1);
    await failing.stop();
    await first.close();

    const seen: SessionEventDelivery[] = [];
    for (let run = 0; run < 2; run += 1) {
      const store = new FileSessionStore({ directory, clock });
      const consumer = store.consumer({
        group: 'audit',
        handler: (delivery) => {
          seen.push(delivery);
          return Promise.resolve();
        },
      });
      await consumer.start();
      await store.opened();
      await until('all is delivered', () => seen.length === 1);
      await consumer.stop();
      await store.close();
    }
    expect(seen).toMatchObject([{ id: ids[0], deliveries: 2, event: { type: 'deleted', reason: 'deleted', session } }]);
  });

  it('are erased with their user, and leave the files with the next compaction', async () => {
    const directory = newDirectory();
    const store = new FileSessionStore({ directory, clock: new FakeClock() });
    const seen: SessionEventDelivery[] = [];
    const handler = (delivery: SessionEventDelivery): Promise<void> => {
      seen.push(delivery);
      return Promise.resolve();
    };
    const early = store.consumer({ group: 'audit', handler });
    await early.start();
    await store.opened();
    await early.stop();
    for (const userId of ['erased-user', 'other-user']) {
      const { session } = await store.create({ ...SESSION, userId });
      await store.delete(session.id);
      const { session: odd } = await store.create({ ...SESSION, userId });
      await store.quarantine(odd.id, 'metadata does not fit');
      await store.create({ ...SESSION, userId });
    }
    expect(bytesIn(directory)).toContain('erased-user');
    expect(await store.eraseUser('erased-user')).toEqual({ sessions: 1, endings: 1, quarantined: 1, events: 2 });
    await store.compact();
    expect(bytesIn(directory)).not.toContain('erased-user');
    expect(bytesIn(directory)).toContain('other-user');
    await store.close();

    const second = new FileSessionStore({ directory, clock: new FakeClock() });
    const consumer = second.consumer({ group: 'audit', handler });
    await consumer.start();
    await until('the others are delivered', () => seen.length === 2);
    expect(namesOf(seen).sort()).toEqual(['deleted other-user', 'quarantined']);
    expect(await second.quarantined(10)).toMatchObject([{ raw: { userId: 'other-user' } }]);
    expect((await second.list({ limit: 10 })).sessions).toMatchObject([{ userId: 'other-user' }]);
    await consumer.stop();
    await second.close();
  });

  it('wait for their group while it is not running', async () => {
    const clock = new FakeClock();
    const directory = newDirectory();
    const seen: string[] = [];
    const handler = ({ event }: SessionEventDelivery): Promise<void> => {
      seen.push(event.reason);
      return Promise.resolve();
    };
    const first = new FileSessionStore({ directory, clock });
    const consumer = first.consumer({ group: 'audit', handler });
    await consumer.start();
    await first.create(SESSION);
    await consumer.stop();
    await first.close();

    clock.advance(1000);
    const second = new FileSessionStore({ directory, clock });
    expect((await second.sweep(10)).ended).toHaveLength(1);
    await second.close();

    const third = new FileSessionStore({ directory, clock });
    const again = third.consumer({ group: 'audit', handler });
    await again.start();
    await until('all is delivered', () => seen.length === 1);
    expect(seen).toEqual(['idle']);
    await again.stop();
    await third.close();
  });

  it('are not lost when a full store refuses a session before it is restarted', async () => {
    const [clock, directory, maxBytes] = [new FakeClock(), newDirectory(), 100_000];
    const seen: SessionEventDelivery[] = [];
    const handler = (delivery: SessionEventDelivery): Promise<void> => {
      seen.push(delivery);
      return Promise.resolve();
    };
    const first = new FileSessionStore({ directory, clock, maxBytes });
    const consumer = first.consumer({ group: 'audit', handler });
    await consumer.start();
    for (let made = 0; made < 10; made += 1) await first.create(SESSION);
    clock.advance(1000);
    const tooLarge = { ...SESSION, metadata: { text: 'x'.repeat(maxBytes) } };
    await expect(first.create(tooLarge)).rejects.toMatchObject({ code: 'CAPACITY_REACHED' });
    await consumer.stop();
    await first.close();

    const second = new FileSessionStore({ directory, clock, maxBytes });
    const again = second.consumer({ group: 'audit', handler });
    await again.start();
    await second.sweep(100);
    await until('all is delivered', () => seen.length >= 10);
    expect(namesOf(seen)).toEqual(Array.from({ length: 10 }, () => 'idle ada'));
    await again.stop();
    await second.close();
  });

  it('are not kept without a group', async () => {
    const store = new FileSessionStore({ directory: newDirectory() });
    const { session } = await store.create(SESSION);
    await store.delete(session.id);
    const seen: string[] = [];
    const consumer = store.consumer({
      group: 'audit',
      handler: ({ event }) => {
        seen.push(event.reason);
        return Promise.resolve();
      },
    });
    await consumer.start();
    await store.create(SESSION);
    await store.revokeByUser(SESSION.userId, 1);
    await until('all is delivered', () => seen.length > 0);
    expect(seen).toEqual(['revoked']);
    await consumer.stop();
    await store.close();
  });
});
