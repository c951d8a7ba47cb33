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
    heard.push(`${event.session.userId} ${event.reason} ${String(deliveries)}${by}`);
    if (isFailing) throw new Error('no audit now');
  }
}

const apps: INestApplicationContext[] = [];

async function start(directory: string, clock: FakeClock): Promise<INestApplicationContext> {
  class App {}
  const store = new FileSessionStore({ directory, clock });
  Module({ imports: [SessionsModule.forRoot({ store, sweep: false })], providers: [Audit] })(App);
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
});
