import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConsoleLogger, Logger, Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MemorySessionStore, SessionsModule, SessionsService, type LoggingOptions } from '../index.js';
import { FakeClock } from '../testing/index.js';
import * as z from 'zod';
import { pastTheTypes } from '../../test/past-the-types.js';

/** Nest's own logger, as JSON, with its lines kept. */
class KeptLogger extends ConsoleLogger {
  readonly lines: string[] = [];

  constructor() {
    super({ json: true, colors: false });
  }

  protected override printAsJson(message: unknown, options: { logLevel: string; context: string }): void {
    if (options.context === 'Sessions') this.lines.push(JSON.stringify({ level: options.logLevel, message }));
  }
}

const TIMEOUTS = { idleTimeoutMs: 1000, absoluteTimeoutMs: 5000, warningThresholdMs: 100, autoRenew: true };

let logger: KeptLogger;
let store: MemorySessionStore;
let app: INestApplicationContext;
let clock: FakeClock;

async function start(logging?: LoggingOptions, metadataSchema?: z.ZodType): Promise<SessionsService> {
  class App {}
  clock = new FakeClock();
  store = new MemorySessionStore({ clock });
  Module({ imports: [SessionsModule.forRoot({ store, logging, metadataSchema })] })(App);
  app = await NestFactory.createApplicationContext(App, { logger, abortOnError: false });
  return app.get(SessionsService);
}

const entries = (): unknown[] => logger.lines.map((line): unknown => JSON.parse(line));

beforeEach(() => {
  logger = new KeptLogger();
});

afterEach(async () => {
  await app.close();
  Logger.overrideLogger(false);
});

describe('the log of sessions', () => {
  const metadata = { secret: 'metadata-secret' };
  const attributes = { secret: 'attribute-secret' };

  it('tells of corrupted records only, unless asked for more', async () => {
    const sessions = await start(undefined, z.object({ theme: z.string() }));
    const { session } = await store.create({ userId: 'ada', attributes: {}, metadata: {}, timeouts: TIMEOUTS });
    await sessions.get(session.id);
    expect(entries()).toEqual([
      {
        level: 'warn',
        message: {
          message: 'A corrupted session record was quarantined.',
          event: 'quarantined',
          session: session.handle,
          problem: 'metadata does not fit the schema',
          at: expect.any(String),
        },
      },
    ]);
  });

  it('follows a session by its handle, and tells nothing that opens or shows one', async () => {
    const sessions = await start({ events: ['created', 'renewed', 'rotated', 'signed-in', 'deleted'] });
    const { id, handle } = await sessions.create({ userId: 'ada-user', metadata, attributes });
    const found = await sessions.rotate(id);
    const rotated = 'session' in found ? found.session.id : '';
    await sessions.delete(rotated, { reason: 'password changed', by: 'admin-user' });
    const guest = await sessions.createGuest();
    await sessions.signIn(guest.id, 'bob-user');
    expect(entries()).toMatchObject([
      { level: 'log', message: { event: 'created', session: handle } },
      { level: 'log', message: { event: 'rotated', session: handle } },
      { level: 'log', message: { event: 'deleted', session: handle, reason: 'password changed' } },
      { level: 'log', message: { event: 'created', session: guest.handle } },
      { level: 'log', message: { event: 'signed-in', session: guest.handle } },
    ]);
    for (const secret of [
      id,
      rotated,
      guest.id,
      'ada-user',
      'bob-user',
      'admin-user',
      'metadata-secret',
      'attribute-secret',
    ]) {
      expect(logger.lines.join('\n')).not.toContain(secret);
    }
  });

  it('names the session whose replaced id somebody uses', async () => {
    const sessions = await start({ events: ['reused'] });
    const { id, handle } = await sessions.create({ userId: 'ada-user' });
    await sessions.rotate(id);
    clock.advance(10_000);
    await sessions.get(id);
    expect(entries()).toMatchObject([{ level: 'warn', message: { event: 'reused', session: handle } }]);
    expect(logger.lines.join()).not.toMatch(`${id}|ada-user`);
  });
});

describe('the options of the log', () => {
  it.each([
    [{ events: ['opened'] }, "logging.events is 'opened'"],
    [{ key: 'x' }, 'logging.key is not an option'],
  ])('refuse %j', (logging, message) => {
    const build = (): unknown => SessionsModule.forRoot({ logging: pastTheTypes(logging) });
    expect(build).toThrow(message);
  });
});
