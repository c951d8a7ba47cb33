import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { Injectable, Module, type INestApplicationContext, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { KeptLog } from '../../test/http/kept-log.js';
import {
  MemorySessionStore,
  OnSessionEvent,
  SessionsModule,
  SessionsService,
  SessionSweeper,
  type SessionEventOf,
  type SessionStore,
} from '../index.js';
import type { StoreConsumer, StoreFollower, StoreFollowerOptions } from '../stores/session-store.js';
import { FakeClock } from '../testing/index.js';

const heard: string[] = [];
type End = SessionEventOf<'expired' | 'deleted' | 'evicted' | 'quarantined'>;

@Injectable()
class Sockets {
  @OnSessionEvent(['expired', 'deleted', 'evicted'], { everyInstance: true })
  close(event: SessionEventOf<'expired' | 'deleted' | 'evicted'>, { deliveries }: { deliveries: number }): void {
    heard.push(`${event.kind} ${String(event.session.userId)} ${event.reason} ${String(deliveries)}`);
    if (event.session.userId === 'bob') throw new Error('This one fails.');
  }
}

/** Keeps endings for groups, and is not shared. */
class ConsumedStore extends MemorySessionStore {
  consumer(): StoreConsumer {
    return { start: () => Promise.resolve(), pending: () => Promise.resolve(0), stop: () => Promise.resolve() };
  }
}

class SharedStore extends ConsumedStore {
  readonly shared = true;
}

/** What the store was given by the listener, to be called by the test. */
class FollowedStore extends SharedStore {
  readonly followers: StoreFollowerOptions[] = [];

  follower(options: StoreFollowerOptions): StoreFollower {
    const start = (): Promise<void> => Promise.resolve(void this.followers.push(options));
    const stop = (): Promise<void> => Promise.resolve(void heard.push('stopped'));
    return { start, stop };
  }
}

let app: INestApplicationContext | undefined;
let clock: FakeClock;
let log: KeptLog;

async function start(store: SessionStore, ...providers: Provider[]): Promise<SessionsService> {
  class App {}
  Module({ imports: [SessionsModule.forRoot({ store, sweep: false })], providers })(App);
  app = await NestFactory.createApplicationContext(App, { logger: log, abortOnError: false });
  return app.get(SessionsService);
}

beforeEach(() => {
  clock = new FakeClock();
  log = new KeptLog();
  heard.length = 0;
});

afterEach(async () => {
  await app?.close();
  app = undefined;
});

describe('a listener on every instance', () => {
  it.each([MemorySessionStore, ConsumedStore])('hears each ending of this process once, on a %p', async (Store) => {
    const sessions = await start(new Store({ clock }), Sockets);
    await sessions.delete((await sessions.create({ userId: 'ada' })).id);
    await sessions.create({ userId: 'bob' });
    await sessions.revokeByUser('bob');
    clock.set((await sessions.create({ userId: 'cleo' })).expiresAt);
    await app?.get(SessionSweeper).sweepNow();
    expect(heard).toEqual(['default ada deleted 1', 'default bob revoked 1', 'default cleo idle 1']);
    expect(log.text).toContain('This one fails.');
  });

  it('hears from a shared store what ended on any instance, and stops before the store is closed', async () => {
    const store = new FollowedStore({ clock });
    const sessions = await start(store, Sockets);
    const session = await sessions.create({ userId: 'bob' });
    await sessions.delete(session.id);
    expect(heard).toEqual([]);
    const [follower] = store.followers;
    const event = { type: 'deleted', at: clock.now(), session, reason: 'deleted' } as const;
    await follower?.handler({ id: '1', event, deliveries: 1 });
    expect(heard).toEqual(['default bob deleted 1']);
    await setImmediate();
    expect(log.text).toContain('This one fails.');
    await app?.close();
    expect(heard).toEqual(['default bob deleted 1', 'stopped']);
  });

  it('stops the start if the shared store has no follower', async () => {
    await expect(start(new SharedStore({ clock }), Sockets)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(
        "Sockets.close listens on every instance, but the store 'memory' can't announce endings to every instance: " +
          'use a store that has the method follower',
      ),
    });
  });

  it('stops the start if it also has a group, or listens to more than endings', async () => {
    class Confused {
      @OnSessionEvent(['created', 'deleted'], { everyInstance: true, group: 'audit' })
      hear(event: SessionEventOf<'created'> | End): void {
        heard.push(event.type);
      }
    }
    await expect(start(new MemorySessionStore({ clock }), Confused)).rejects.toThrow(
      "Confused.hear listens on every instance and in the group 'audit': leave out one of them; " +
        'Confused.hear listens on every instance to created, but only endings reach every instance: ' +
        'listen to the rest in a method without everyInstance',
    );
  });
});
