import { beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { isSessionError } from '../domain/errors.js';
import type { SessionEvent } from '../domain/events.js';
import { resolveOptions } from '../options/resolve-options.js';
import { SessionEvents } from '../events/session-events.js';
import { SessionsService } from './sessions.service.js';
import { MemorySessionStore } from '../stores/memory/memory-session.store.js';
import { runSweep } from '../sweeper/sweep-run.js';
import { FakeClock } from '../testing/index.js';
import * as z from 'zod';
import { pastTheTypes } from '../../test/past-the-types.js';
import type { NewSession } from '../domain/session.js';
import type { SessionsModuleOptions } from '../options/sessions-options.js';
import type { CreatedSession } from '../stores/session-store.js';

const MINUTE = 60_000;

describe('SessionsService', () => {
  let clock: FakeClock;
  let store: MemorySessionStore;
  let events: SessionEvents;
  let sessions: SessionsService;
  let seen: SessionEvent[];

  beforeEach(() => {
    Logger.overrideLogger(false);
    clock = new FakeClock();
    store = new MemorySessionStore({ clock });
    events = new SessionEvents();
    sessions = new SessionsService(store, resolveOptions({ store, maxMetadataBytes: 100 }), events);
    seen = [];
    sessions.events$.subscribe((event) => seen.push(event));
  });

  const names = (): string[] => seen.map((event) => ('reason' in event ? `${event.type}:${event.reason}` : event.type));

  function serviceOn(on: MemorySessionStore, options: SessionsModuleOptions = {}): SessionsService {
    return new SessionsService(on, resolveOptions({ ...options, store: on }), events);
  }

  /** A service whose schema rejects every session of these tests. */
  const strict = (on: MemorySessionStore): SessionsService =>
    serviceOn(on, { metadataSchema: z.object({ theme: z.string() }) });

  it('creates with the timeouts of the module', async () => {
    const session = await sessions.create({ userId: 'ada' });
    expect(session).toMatchObject({ attributes: {}, metadata: {}, expiresAt: clock.now() + 30 * MINUTE });
    expect(session.timeouts).toEqual({
      idleTimeoutMs: 30 * MINUTE,
      absoluteTimeoutMs: 720 * MINUTE,
      warningThresholdMs: 5 * MINUTE,
      autoRenew: true,
    });
  });

  it('accepts durations as numbers and as strings', async () => {
    const timeouts = {
      idleTimeout: '90s',
      absoluteTimeout: 3_600_000,
      warningThreshold: '1 min',
      autoRenew: false,
    } as const;
    const session = await sessions.create({ userId: 'ada', timeouts });
    expect(session.timeouts).toEqual({
      idleTimeoutMs: 90_000,
      absoluteTimeoutMs: 3_600_000,
      warningThresholdMs: 60_000,
      autoRenew: false,
    });
  });

  it.each([
    [{ userId: '' }, 'INVALID_SESSION', 'userId must be a non-empty string.'],
    [{ userId: 'a', metadata: [] }, 'INVALID_SESSION', 'metadata must be a JSON object, got an array.'],
    [
      { userId: 'a', metadata: { text: 'x'.repeat(99) } },
      'INVALID_SESSION',
      'metadata takes 110 bytes as JSON, allowed are at most 100.',
    ],
    [{ userId: 'a', attributes: { text: 'x'.repeat(99) } }, 'INVALID_SESSION', 'attributes takes 110 bytes'],
    [
      { userId: 'a', timeouts: { idleTimeout: 0 } },
      'INVALID_TIMEOUTS',
      'idleTimeout is 0, allowed is whole milliseconds from 1',
    ],
    [{ userId: 'a', timeouts: { idleTimeout: 0.5 } }, 'INVALID_TIMEOUTS', 'idleTimeout is 0.5'],
    [{ userId: 'a', timeouts: { idleTimeout: NaN } }, 'INVALID_TIMEOUTS', 'idleTimeout is NaN'],
    [
      { userId: 'a', timeouts: { warningThreshold: '31m' } },
      'INVALID_TIMEOUTS',
      'warningThresholdMs (1860000) must not be above idleTimeoutMs (1800000).',
    ],
  ] as const)('refuses to create from %j', async (input, code, message) => {
    await expect(sessions.create(input)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(seen).toEqual([]);
  });

  it('refuses an empty change of timeouts', async () => {
    const { id } = await sessions.create({ userId: 'ada' });
    await expect(sessions.updateTimeouts(id, {})).rejects.toMatchObject({ code: 'INVALID_TIMEOUTS' });
  });

  it.each([0, 1001, 1.5, NaN])('refuses a page of %p sessions', async (limit) => {
    await expect(sessions.list({ limit })).rejects.toMatchObject({ code: 'INVALID_PAGE', field: 'limit' });
  });

  it.each([1, 1000])('accepts a page of %p sessions', async (limit) => {
    expect(await sessions.list({ limit })).toMatchObject({ sessions: [] });
  });

  it.each([1, 10_000])('lists up to %p corrupted records', async (limit) => {
    expect(await sessions.quarantined(limit)).toEqual([]);
  });

  it.each([0, -1, 10_001, 1.5, NaN, Infinity])('refuses to list %p corrupted records', async (limit) => {
    await expect(sessions.quarantined(limit)).rejects.toMatchObject({ code: 'INVALID_PAGE', field: 'limit' });
  });

  it.each([5, null, ['a', 'b'], { length: 8 }])(
    'refuses the cursor %j, which an HTTP query may contain',
    async (cursor) => {
      const list = sessions.list({ cursor: pastTheTypes(cursor) });
      await expect(list).rejects.toMatchObject({ code: 'INVALID_PAGE', field: 'cursor' });
    },
  );

  it('announces every change of a session exactly once', async () => {
    const { id } = await sessions.create({ userId: 'ada' });
    clock.advance(25 * MINUTE);
    await runSweep(store, events, 10);
    await runSweep(store, events, 10);
    await sessions.touch(id);
    await sessions.touch(id);
    clock.advance(25 * MINUTE);
    await runSweep(store, events, 10);
    clock.advance(5 * MINUTE);
    await runSweep(store, events, 10);
    expect(names()).toEqual(['created', 'expiring', 'renewed', 'expiring', 'expired:idle']);
  });

  it('announces a deletion, and an end by the absolute timeout, with their reasons', async () => {
    const first = await sessions.create({ userId: 'ada' });
    await sessions.create({ userId: 'ada', timeouts: { idleTimeout: '1h', absoluteTimeout: '1h' } });
    await sessions.delete(first.id);
    await sessions.delete(first.id);
    clock.advance(60 * MINUTE);
    await runSweep(store, events, 10);
    expect(names()).toEqual(['created', 'created', 'deleted:deleted', 'expired:absolute']);
  });

  it('announces and remembers the reason and the actor that the application gave', async () => {
    const [first, second] = [await sessions.create({ userId: 'ada' }), await sessions.create({ userId: 'ada' })];
    await sessions.delete(first.id, { reason: 'password changed', by: 'admin:7' });
    expect(seen.at(-1)).toMatchObject({ type: 'deleted', reason: 'password changed', by: 'admin:7' });
    await sessions.revokeByUser('ada', { by: 'ada' });
    expect(seen.at(-1)).toMatchObject({ type: 'deleted', reason: 'revoked', by: 'ada' });
    const ended = { state: 'ended', endedAt: clock.now(), userId: 'ada', asOf: clock.now() };
    expect(await sessions.get(first.id)).toEqual({ ...ended, reason: 'password changed', by: 'admin:7' });
    expect(await sessions.touch(second.id)).toEqual({ ...ended, reason: 'revoked', by: 'ada' });
  });

  it('answers unknown for a corrupted record, announces it, and lists it in the quarantine', async () => {
    const { id } = await sessions.create({ userId: 'ada' });
    expect(await strict(store).get(id)).toEqual({ state: 'unknown' });
    expect(names()).toEqual(['created', 'quarantined:quarantined']);
    expect(await sessions.quarantined()).toMatchObject([{ id, problem: 'metadata does not fit the schema' }]);
    expect(await sessions.counts()).toMatchObject({ active: 0, quarantined: 1 });
    expect(await sessions.clearQuarantine()).toBe(1);
  });

  it('announces sessions that a full store ended to make room, and records that a page found corrupted', async () => {
    const small = new MemorySessionStore({ clock, capacity: 1 });
    const service = serviceOn(small);
    await service.create({ userId: 'ada' });
    clock.advance(30 * MINUTE);
    const { id } = await service.create({ userId: 'bob' });
    expect(names()).toEqual(['created', 'expired:idle', 'created']);
    expect((await service.get(id)).state).toBe('active');
    await strict(small).list();
    expect(names().at(-1)).toBe('quarantined:quarantined');
  });

  it('announces records that a store quarantined to make room', async () => {
    const record = { id: 'id', problem: 'times are missing', quarantinedAt: 1, keptUntil: 2, raw: {} };
    class QuarantiningStore extends MemorySessionStore {
      override async create(input: NewSession): Promise<CreatedSession> {
        return { ...(await super.create(input)), quarantined: [record] };
      }
    }
    const service = serviceOn(new QuarantiningStore({ clock }));
    await service.create({ userId: 'ada' });
    expect(names()).toEqual(['quarantined:quarantined', 'created']);
  });

  it('answers unknown for an id that is not a string, as from a missing cookie', async () => {
    const missing = JSON.parse('[null]') as string[];
    for (const id of missing) {
      const asked = [sessions.get(id), sessions.touch(id), sessions.renew(id), sessions.delete(id)];
      for (const answer of asked) expect(await answer).toEqual({ state: 'unknown' });
      expect(await sessions.updateTimeouts(id, { autoRenew: true })).toEqual({ state: 'unknown' });
    }
  });

  it.each<[string, (sessions: SessionsService) => unknown, string]>([
    ['revokes', (it) => it.revokeByUser('ada', { except: pastTheTypes<string>(null) }), 'except must be the id'],
    [
      'revokes with null as options',
      (it) => it.revokeByUser('ada', pastTheTypes(null)),
      'options of revokeByUser() must be',
    ],
    ['creates', (it) => it.create(pastTheTypes(undefined)), 'options of create() must be an object'],
    ['creates with timeouts', (it) => it.create({ userId: 'ada', timeouts: pastTheTypes(5) }), 'timeouts is 5'],
    [
      'creates with an object as a timeout',
      (it) => it.create({ userId: 'ada', timeouts: { idleTimeout: pastTheTypes(Object.create(null)) } }),
      'idleTimeout is an object, allowed is whole milliseconds',
    ],
    ['changes', (it) => it.updateTimeouts('id', pastTheTypes(undefined)), 'timeouts is undefined'],
    ['deletes with null as options', (it) => it.delete('id', pastTheTypes(null)), 'options of delete() must be'],
    ['deletes by nobody', (it) => it.delete('id', { by: '' }), 'by must be a string of 1 to 128 characters'],
    ['deletes for 5', (it) => it.delete('id', { reason: pastTheTypes(5) }), 'reason must be a string of 1 to 128'],
    ['revokes by a novel', (it) => it.revokeByUser('ada', { by: 'x'.repeat(129) }), 'by must be a string of 1 to'],
    [
      'revokes as idle',
      (it) => it.revokeByUser('ada', { reason: 'idle' }),
      "reason must not be 'idle', which the library",
    ],
    ['rotates', (it) => it.rotate('id', { grace: pastTheTypes(Object.create(null)) }), 'grace is an object'],
    ['lists', (it) => it.list({ limit: pastTheTypes(Object.create(null)) }), 'limit is an object'],
    ['lists with null', (it) => it.list(pastTheTypes(null)), 'options of list() must be an object'],
  ])('%s nothing with arguments that break the types, and says what is allowed', async (_, ask, problem) => {
    const { id } = await sessions.create({ userId: 'ada' });
    const refused: unknown = await Promise.resolve(ask(sessions)).catch((error: unknown) => error);
    expect(isSessionError(refused) ? refused.message : refused).toContain(problem);
    expect(await sessions.get(id)).toMatchObject({ state: 'active' });
  });

  it('refuses unknown timeouts', async () => {
    const timeouts: object = { idleTimeoutMs: 5 };
    await expect(sessions.create({ userId: 'ada', timeouts })).rejects.toThrow(
      'idleTimeoutMs is not a timeout; the timeouts are',
    );
  });

  it('returns timeouts that nobody can modify', async () => {
    const given = await sessions.create({ userId: 'ada', timeouts: { idleTimeout: '10m' } });
    const left = await sessions.create({ userId: 'ada' });
    for (const { timeouts } of [given, left]) {
      expect(() => Object.assign(timeouts, { idleTimeoutMs: 1 })).toThrow(TypeError);
    }
  });

  it('keeps working when a subscriber throws', async () => {
    sessions.events$.subscribe(() => {
      throw new Error('boom');
    });
    await sessions.create({ userId: 'ada' });
    await sessions.create({ userId: 'ada' });
    expect(names()).toEqual(['created', 'created']);
  });
});
