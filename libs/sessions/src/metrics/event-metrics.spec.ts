import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { metrics } from '@opentelemetry/api';
import { CollectedMetrics } from '../../test/collected-metrics.js';
import { StoreUnavailableError } from '../domain/errors.js';
import { OnSessionEvent } from '../events/on-session-event.decorator.js';
import { SessionsService } from '../service/sessions.service.js';
import { SessionsModule } from '../sessions.module.js';
import type { StoreConsumer, StoreConsumerOptions } from '../stores/session-store.js';
import { MemorySessionStore } from '../stores/memory/memory-session.store.js';
import { SessionSweeper } from '../sweeper/session-sweeper.js';

/** A store that delivers endings when the test says so. */
class ConsumedStore extends MemorySessionStore {
  deliver: StoreConsumerOptions['handler'] = () => Promise.reject(new Error('There is no consumer.'));
  pending = (): Promise<number> => Promise.resolve(3);

  consumer({ handler }: StoreConsumerOptions): StoreConsumer {
    this.deliver = handler;
    return { start: () => Promise.resolve(), pending: () => this.pending(), stop: () => Promise.resolve() };
  }
}

class Audit {
  @OnSessionEvent('deleted', { group: 'audit' })
  write(_event: object, { deliveries }: { deliveries: number }): void {
    if (deliveries === 1) throw new Error('The first delivery fails.');
  }
}

let sdk: CollectedMetrics;
let store: ConsumedStore;
let app: TestingModule;

beforeEach(async () => {
  Logger.overrideLogger(false);
  store = new ConsumedStore();
  sdk = new CollectedMetrics();
  app = await Test.createTestingModule({
    imports: [SessionsModule.forRoot({ store })],
    providers: [Audit],
  }).compile();
  await app.init();
});

afterEach(async () => {
  await app.close();
  metrics.disable();
});

/** Delivers the end of a session that ended a minute ago. */
async function deliver(deliveries: number): Promise<void> {
  const { session } = await store.create({
    userId: 'ada',
    attributes: {},
    metadata: {},
    timeouts: { idleTimeoutMs: 1000, absoluteTimeoutMs: 1000, warningThresholdMs: 0, autoRenew: true },
  });
  const event = { type: 'deleted', at: Date.now() - 60_000, session, reason: 'deleted' } as const;
  await store.deliver({ id: '1', event, deliveries });
}

describe('the metrics of endings that a store keeps', () => {
  it('count deliveries by group and outcome, and measure how late an ending was handled', async () => {
    await expect(deliver(1)).rejects.toThrow('The first delivery fails.');
    await deliver(2);
    expect(await sdk.value('event_deliveries', { group: 'audit', outcome: 'failure' })).toBe(1);
    expect(await sdk.value('event_deliveries', { group: 'audit', outcome: 'success' })).toBe(1);
    expect(await sdk.value('event_delay', { group: 'audit' })).toMatchObject({ count: 1, min: expect.closeTo(60, 0) });
  });

  it('show how many endings a group has still to handle, and NaN while the store does not say', async () => {
    expect(await sdk.value('events_pending', { group: 'audit' })).toBe(3);
    store.pending = () => Promise.reject(new StoreUnavailableError('gone'));
    expect(await sdk.value('events_pending', { group: 'audit' })).toBeNaN();
  });
});

describe('the README', () => {
  it('lists all metrics', async () => {
    const sessions = app.get(SessionsService);
    const { id } = await sessions.create({ userId: 'ada' });
    for (let call = 0; call < 32; call += 1) await sessions.touch(id);
    await sessions.delete(id);
    await app.get(SessionSweeper).sweepNow();
    await deliver(2);
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    const listed = [...readme.matchAll(/^\| `(nest_sessions\.\w+)` /gm)].map(([, name]) => name);
    expect([...(await sdk.all()).keys()].sort()).toEqual(listed.sort());
  });
});
