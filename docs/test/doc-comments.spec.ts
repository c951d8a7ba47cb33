import { afterAll, describe, expect, it } from '@jest/globals';
import { HealthCheckService, TerminusModule } from '@nestjs/terminus';
import {
  MemorySessionStore,
  SessionsHealthIndicator,
  SessionsModule,
  SessionsService,
  type Session,
} from 'nest-sessions';
import { RedisSessionStore, SessionEventConsumer } from 'nest-sessions-redis';
import type { FakeClock } from 'nest-sessions/testing';
import { RedisFixture } from '../../libs/sessions-redis/test/redis-fixture.js';
import { ExampleDocument } from './example-document.js';
import { examplesOfDocComments } from './examples.js';
import { onRedis, Running } from './running.js';
import type { Shopping } from './surroundings.js';

const redis = await RedisFixture.open();
const examples = examplesOfDocComments();
const document = new ExampleDocument(examples, onRedis(redis.url, redis.freshPrefix()));
const running = new Running();
const stores: MemorySessionStore[] = [];
const cases: (() => Promise<void>)[] = [];
class MyStore extends MemorySessionStore {
  constructor({ clock }: { clock: FakeClock }) {
    super({ clock });
    stores.push(this);
  }
}

describe('The examples of doc comments', () => {
  afterAll(async () => {
    await running.stop();
    document.remove();
    await redis.close();
    expect(document.left).toEqual([]);
  });

  it.each([...new Set(examples.map(({ heading }) => heading))])('work: %s', async (heading) => {
    const shop = await running.onFakeClock({
      module: class Shop {},
      imports: [SessionsModule.forRoot(), TerminusModule],
    });
    const sessions = shop.get<SessionsService<Shopping>>(SessionsService);
    const session: Session<Shopping> = await sessions.create({ userId: 'ada' });
    const nothing = (): undefined => undefined;
    const ran = await document.run(heading, {
      ...{ sessions, session, id: session.id, userId: 'ada', secret: 'x'.repeat(32), cart: ['tea'] },
      ...{ health: shop.get(HealthCheckService, { strict: false }), indicator: shop.get(SessionsHealthIndicator) },
      ...{ use: nothing, response: { header: nothing }, audit: { write: nothing }, tickets: { idIn: () => 'id' } },
      ...{ MyStore },
      it: (_: string, run: () => Promise<void>) => cases.push(run),
    });
    for (const run of cases.splice(0)) await run();
    for (const made of Object.values(ran)) await end(made);
  });
});

/** Stores and consumers hold connections. */
async function end(made: unknown): Promise<void> {
  if (made instanceof RedisSessionStore) await made.close();
  if (made instanceof SessionEventConsumer) await made.stop();
}
