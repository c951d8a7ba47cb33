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

async function start(logging?: LoggingOptions, metadataSchema?: z.ZodType): Promise<SessionsService> {
  class App {}
  store = new MemorySessionStore({ clock: new FakeClock() });
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
          session: sessions.fingerprint(session.id),
          problem: 'metadata does not fit the schema',
          at: expect.any(String),
        },
      },
    ]);
  });

  it('follows a session by its fingerprint, and tells nothing that opens or shows one', async () => {
    const fingerprintKey = 'fingerprint-key'.repeat(3);
    const sessions = await start({ events: ['created', 'renewed', 'rotated', 'deleted'], fingerprintKey });
    const { id } = await sessions.create({ userId: 'ada-user', metadata, attributes });
    const found = await sessions.rotate(id);
    const rotated = 'session' in found ? found.session.id : '';
    await sessions.delete(rotated, { reason: 'password changed', by: 'admin-user' });
    const [one, two] = [sessions.fingerprint(id), sessions.fingerprint(rotated)];
    expect(entries()).toMatchObject([
      { level: 'log', message: { event: 'created', session: one } },
      { level: 'log', message: { event: 'rotated', session: two, previous: one } },
      { level: 'log', message: { event: 'deleted', session: two, reason: 'password changed' } },
    ]);
    for (const secret of [
      id,
      rotated,
      'ada-user',
      'admin-user',
      'metadata-secret',
      'attribute-secret',
      'fingerprint-key',
    ]) {
      expect(logger.lines.join('\n')).not.toContain(secret);
    }
  });

  it('gives a session the same fingerprint under the same key only', async () => {
    const fingerprintKey = 'k'.repeat(32);
    const one = await start({ fingerprintKey });
    const same = one.fingerprint('some-id');
    await app.close();
    expect((await start({ fingerprintKey })).fingerprint('some-id')).toBe(same);
    await app.close();
    const random = (await start()).fingerprint('some-id');
    expect(random).toMatch(/^[\w-]{10}$/);
    expect(random).not.toBe(same);
  });
});

describe('the options of the log', () => {
  it.each([
    [{ events: ['opened'] }, "logging.events is 'opened'"],
    [{ fingerprintKey: 'short' }, 'logging.fingerprintKey is not a valid key'],
  ])('refuse %j', (logging, message) => {
    const build = (): unknown => SessionsModule.forRoot({ logging: pastTheTypes(logging) });
    expect(build).toThrow(message);
    expect(build).not.toThrow(/short'/);
  });
});
