import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { Injectable, Logger, Module, Scope, type INestApplicationContext, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  MemorySessionStore,
  OnSessionEvent,
  SessionsModule,
  SessionsService,
  SessionSweeper,
  type SessionEventOf,
  type SessionStore,
} from '../index.js';
import type { StoreConsumer } from '../stores/session-store.js';
import { FakeClock } from '../testing/index.js';

const heard: string[] = [];

@Injectable()
class Audit {
  private readonly name = 'audit';

  @OnSessionEvent('created')
  welcome({ type, session }: SessionEventOf<'created'>, { deliveries }: { deliveries: number }): void {
    heard.push(`${this.name} ${type} ${String(session.userId)} ${String(deliveries)}`);
  }

  @OnSessionEvent(['expired', 'deleted'], { group: 'audit' })
  async farewell({ reason }: SessionEventOf<'expired' | 'deleted'>, { id }: { id: string }): Promise<void> {
    await Promise.resolve();
    heard.push(`${this.name} ${reason}`);
    ids.push(id);
  }

  @OnSessionEvent('created')
  fails(): void {
    throw new Error('This one fails.');
  }
}

const ids: string[] = [];
let app: INestApplicationContext | undefined;
let clock: FakeClock;

function start(...providers: Provider[]): Promise<SessionsService> {
  return startWith(new MemorySessionStore({ clock }), ...providers);
}

async function startWith(store: SessionStore, ...providers: Provider[]): Promise<SessionsService> {
  class App {}
  Module({ imports: [SessionsModule.forRoot({ store })], providers })(App);
  app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
  return app.get(SessionsService);
}

beforeEach(() => {
  Logger.overrideLogger(false);
  clock = new FakeClock();
  heard.length = ids.length = 0;
});

afterEach(async () => {
  await app?.close();
  app = undefined;
});

describe('@OnSessionEvent', () => {
  it('calls a method for each event of its types, whatever another throws', async () => {
    const sessions = await start(Audit);
    const { id } = await sessions.create({ userId: 'ada' });
    await sessions.delete(id);
    const other = await sessions.create({ userId: 'bob' });
    clock.set(other.expiresAt);
    await app?.get(SessionSweeper).sweepNow();
    await Promise.resolve();
    expect(heard).toEqual(['audit created ada 1', 'audit deleted', 'audit created bob 1', 'audit idle']);
    expect(new Set(ids).size).toBe(2);
  });

  it('calls nothing after the shutdown', async () => {
    const sessions = await start(Audit);
    const { id } = await sessions.create({ userId: 'ada' });
    await app?.close();
    await expect(sessions.delete(id)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(heard).toEqual(['audit created ada 1']);
  });

  it('refuses two methods of one group, because each ending would reach only one of them', async () => {
    @Injectable()
    class Mail {
      @OnSessionEvent('expired', { group: 'mail' })
      write(): void {
        heard.push('write');
      }

      @OnSessionEvent('deleted', { group: 'mail' })
      tell(): void {
        heard.push('tell');
      }
    }
    await expect(start(Mail)).rejects.toThrow(/Mail\.write and Mail\.tell .* group 'mail'.* another group/);
  });

  it('calls a method of a provider once, even if the provider has several tokens', async () => {
    class Named {
      constructor(private readonly name: string) {}

      @OnSessionEvent('created')
      hear(): void {
        heard.push(this.name);
      }
    }
    const sessions = await start(
      { provide: 'made', useFactory: () => new Named('made') },
      { provide: 'given', useValue: new Named('given') },
      { provide: 'alias', useExisting: 'given' },
    );
    await sessions.create({ userId: 'ada' });
    expect(heard.sort()).toEqual(['given', 'made']);
  });

  it('starts the application only after the consumers of the store have started', async () => {
    let release: (() => void) | undefined;
    const started = new Promise<void>((resolve) => (release = resolve));
    class ConsumedStore extends MemorySessionStore {
      consumer(): StoreConsumer {
        return {
          start: () => {
            heard.push('consumer starts');
            return started;
          },
          pending: () => Promise.resolve(0),
          stop: () => Promise.resolve(),
        };
      }
    }
    const starting = startWith(new ConsumedStore({ clock }), Audit).then(() => heard.push('application has started'));
    while (heard.length === 0) await setImmediate();
    for (let turns = 0; turns < 10; turns += 1) await setImmediate();
    expect(heard).toEqual(['consumer starts']);
    release?.();
    await starting;
    expect(heard).toEqual(['consumer starts', 'application has started']);
  });

  it('starts the consumers of all groups at the same time', async () => {
    let waiting = 0;
    class ConsumedStore extends MemorySessionStore {
      consumer(): StoreConsumer {
        return {
          start: async () => {
            waiting += 1;
            while (waiting < 2) await setImmediate();
          },
          pending: () => Promise.resolve(0),
          stop: () => Promise.resolve(),
        };
      }
    }
    class Two {
      @OnSessionEvent('expired', { group: 'one' })
      one(): void {
        heard.push('one');
      }

      @OnSessionEvent('expired', { group: 'two' })
      two(): void {
        heard.push('two');
      }
    }
    await startWith(new ConsumedStore({ clock }), Two);
    expect(waiting).toBe(2);
  });

  it('refuses a listener of endings without a group, if the store keeps endings', async () => {
    class ConsumedStore extends MemorySessionStore {
      consumer(): StoreConsumer {
        return { start: () => Promise.resolve(), pending: () => Promise.resolve(0), stop: () => Promise.resolve() };
      }
    }
    class Nameless {
      @OnSessionEvent(['created', 'expired'])
      hear(): void {
        heard.push('never');
      }
    }
    await expect(startWith(new ConsumedStore({ clock }), Nameless)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringMatching(/Nameless\.hear listens to endings.*has no group.*\{ group: 'audit' \}/),
    });
  });

  it('logs a listener that rejects when nobody waits for it', async () => {
    class Rejecting {
      @OnSessionEvent('created')
      async hear(): Promise<void> {
        await setImmediate();
        throw new Error('This one rejects.');
      }
    }
    const sessions = await start(Rejecting);
    const errors: unknown[] = [];
    Logger.overrideLogger({ log: () => undefined, warn: () => undefined, error: (...args) => errors.push(args) });
    await sessions.create({ userId: 'ada' });
    for (let turns = 0; turns < 3; turns += 1) await setImmediate();
    expect(errors).toHaveLength(1);
    expect(String(errors[0])).toContain('This one rejects.');
  });

  it.each([Scope.REQUEST, Scope.TRANSIENT])(
    'refuses a listener in a provider that is created many times (scope %s)',
    async (scope) => {
      @Injectable({ scope })
      class OneOfMany {
        @OnSessionEvent('expired')
        hear(): void {
          heard.push('never');
        }
      }
      await expect(start(OneOfMany)).rejects.toMatchObject({
        code: 'INVALID_OPTIONS',
        message: expect.stringContaining('OneOfMany.hear'),
      });
    },
  );
});
