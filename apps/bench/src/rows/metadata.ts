import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { MemorySessionStore, SessionsModule, SessionsService } from 'nest-sessions';
import { SPARE_CAPACITY, userId } from '../contenders/filled.js';
import { newId } from '../contenders/peer-session.js';
import { costOf } from '../measuring/cpu-time.js';
import { settledMemory } from '../measuring/memory-use.js';
import { fullSize } from '../suite/options.js';
import type { Row } from '../suite/row.js';
import { randomIds } from './cases.js';

const WITHOUT = 'without metadata';
const WITH = '200 bytes of metadata';
const WARM_UP = 2000;

export const metadata: Row = {
  name: 'metadata',
  title: 'Sessions with metadata',
  about:
    '`SessionsService` with a memory store. Each session has metadata of its own, of 200 bytes as JSON. `memory` is what one ' +
    'session adds to the RSS of a fresh process, its id included.',
  metrics: [
    { key: 'touch', title: 'touch', unit: 'ns', ratio: true },
    { key: 'get', title: 'get', unit: 'ns', ratio: true },
    { key: 'read', title: 'get, metadata read', unit: 'ns', ratio: true },
    { key: 'churn', title: 'create and delete', unit: 'ns', ratio: true },
    { key: 'bytes', title: 'memory', unit: 'bytes', ratio: true },
  ],
  base: WITHOUT,
  own: [WITHOUT, WITH],
  plan: (options) => [WITHOUT, WITH].map((contender) => ({ contender, size: fullSize(options) })),
  async measure({ contender, size }) {
    const metadataOf = contender === WITH ? newMetadata : () => ({});
    const store = new MemorySessionStore({ capacity: size + SPARE_CAPACITY });
    const app = await NestFactory.createApplicationContext(SessionsModule.forRoot({ store, sweep: false }), {
      logger: false,
    });
    const sessions = app.get(SessionsService);
    const create = async (number: number): Promise<string> =>
      (await sessions.create({ userId: userId(number), metadata: metadataOf() })).id;
    for (let number = 0; number < WARM_UP; number += 1) await sessions.delete(await create(number));

    const before = await settledMemory();
    const ids: string[] = [];
    for (let number = 0; number < size; number += 1) ids.push(await create(number));
    const bytes = ((await settledMemory()).rss - before.rss) / size;

    const randomId = randomIds(ids);
    return {
      touch: await costOf(() => sessions.touch(randomId()), 'awaited'),
      get: await costOf(() => sessions.get(randomId()), 'awaited'),
      read: await costOf(async () => {
        const found = await sessions.get(randomId());
        return found.state === 'active' && found.session.metadata;
      }, 'awaited'),
      churn: await costOf(async () => sessions.delete(await create(size)), 'awaited'),
      bytes,
    };
  },
  targets: () => [],
};

/** Typical metadata of a login. As JSON it takes 200 bytes. */
function newMetadata(): Record<string, unknown> {
  return {
    platform: 'web',
    device: newId(),
    browser: { name: 'Firefox', version: 145 },
    language: 'en',
    features: ['chat', 'search', 'export'],
    remembered: true,
    csrf: newId().slice(0, 21),
  };
}
