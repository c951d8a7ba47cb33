import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { OnSessionEvent, SessionsModule, SessionsService, SessionSweeper, type SessionEventOf } from 'nest-sessions';
import { FakeClock } from 'nest-sessions/testing';
import { temporaryDirectories } from '../test/temporary-directory.js';
import { until } from '../test/until.js';
import { FileSessionStore } from './file-session.store.js';

const HOUR = 3_600_000;
const newDirectory = temporaryDirectories();
const heard: string[] = [];
let isFailing = false;

@Injectable()
class Audit {
  @OnSessionEvent(['expired', 'deleted'], { group: 'audit' })
  write(event: SessionEventOf<'expired' | 'deleted'>, { deliveries }: { deliveries: number }): void {
    const by = event.type === 'deleted' && event.by !== undefined ? ` by ${event.by} in ${event.kind}` : '';
    heard.push(`${String(event.session.userId)} ${event.reason} ${String(deliveries)}${by}`);
    if (isFailing) throw new Error('no audit now');
  }
}

@Injectable()
class Connections {
  readonly closed: string[] = [];

  @OnSessionEvent('deleted', { everyInstance: true })
  close({ session, reason }: SessionEventOf<'deleted'>): void {
    this.closed.push(`${String(session.userId)} ${reason}`);
  }
}

const apps: INestApplicationContext[] = [];

async function start(directory: string, clock: FakeClock): Promise<INestApplicationContext> {
  class App {}
  const store = new FileSessionStore({ directory, clock });
  Module({ imports: [SessionsModule.forRoot({ store, sweep: false })], providers: [Audit, Connections] })(App);
  const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
  apps.push(app);
  return app;
}

async function stop(): Promise<void> {
  for (const app of apps.splice(0)) await app.close();
}

describe('@OnSessionEvent on the file store', () => {
  afterEach(async () => {
    isFailing = false;
    heard.length = 0;
    await stop();
  });

  it('tells a listener on every instance of each ending once, and never again after a restart', async () => {
    const [directory, clock] = [newDirectory(), new FakeClock()];
    const app = await start(directory, clock);
    const sessions = app.get(SessionsService);
    await sessions.delete((await sessions.create({ userId: 'ada' })).id);
    await sessions.create({ userId: 'bob' });
    await sessions.revokeByUser('bob');
    expect(app.get(Connections).closed).toEqual(['ada deleted', 'bob revoked']);
    await stop();
    const later = await start(directory, clock);
    await later.get(SessionsService).list();
    expect(later.get(Connections).closed).toEqual([]);
  });

  it('delivers again after a restart what a handler could not handle', async () => {
    const [directory, clock] = [newDirectory(), new FakeClock()];
    isFailing = true;
    const sessions = (await start(directory, clock)).get(SessionsService);
    const { id } = await sessions.create({ userId: 'ada' });
    await sessions.delete(id);
    await until('the handler has failed', () => heard.length === 1);
    await stop();
    isFailing = false;
    await start(directory, clock);
    await until('the ending is handled', () => heard.length === 2);
    expect(heard).toEqual(['ada deleted 1', 'ada deleted 2']);
    await stop();
    const third = await start(directory, clock);
    await third.get(SessionsService).list();
    expect(heard).toHaveLength(2);
  });

  it('delivers the kind, the reason and the actor of an ending, over a restart too', async () => {
    const [directory, clock] = [newDirectory(), new FakeClock()];
    isFailing = true;
    const sessions = (await start(directory, clock)).get(SessionsService);
    const [first, second] = [await sessions.create({ userId: 'ada' }), await sessions.create({ userId: 'bob' })];
    await sessions.delete(first.id, { reason: 'password changed', by: 'admin:7' });
    await sessions.revokeByUser('bob', { by: 'bob' });
    await until('the handler has failed', () => heard.length === 2);
    await stop();
    isFailing = false;
    const again = (await start(directory, clock)).get(SessionsService);
    await until('the endings are handled', () => heard.length === 4);
    expect(heard.slice(2).sort()).toEqual([
      'ada password changed 2 by admin:7 in default',
      'bob revoked 2 by bob in default',
    ]);
    expect(await again.get(first.id)).toMatchObject({ state: 'ended', reason: 'password changed', by: 'admin:7' });
    expect(await again.get(second.id)).toMatchObject({ state: 'ended', reason: 'revoked', by: 'bob' });
  });

  it('delivers the ending of a session that expired while the application was down', async () => {
    const [directory, clock] = [newDirectory(), new FakeClock()];
    await (await start(directory, clock)).get(SessionsService).create({ userId: 'bob' });
    await stop();
    clock.advance(HOUR);
    await (await start(directory, clock)).get(SessionSweeper).sweepNow();
    await until('the ending is handled', () => heard.length === 1);
    expect(heard).toEqual(['bob idle 1']);
  });

  it('tells how many endings a group has still to handle', async () => {
    const clock = new FakeClock();
    const store = new FileSessionStore({ directory: newDirectory(), clock });
    let release: (() => void) | undefined;
    const handled = new Promise<void>((resolve) => (release = resolve));
    const consumer = store.consumer({ group: 'audit', handler: () => handled });
    expect(await consumer.pending()).toBe(0);
    await consumer.start();
    await store.opened();
    const timeouts = { idleTimeoutMs: HOUR, absoluteTimeoutMs: HOUR, warningThresholdMs: 0, autoRenew: true };
    for (const userId of ['ada', 'bob']) {
      const { session } = await store.create({ userId, attributes: {}, metadata: {}, timeouts });
      await store.delete(session.id);
    }
    expect(await consumer.pending()).toBe(2);
    release?.();
    await until('both are handled', async () => (await consumer.pending()) === 0);
    await consumer.stop();
    await store.close();
  });
});
