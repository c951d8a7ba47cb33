import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newSession } from '../test/event-consumers.js';
import { damageRecord, DAMAGES, placeOf, type Damage } from '../test/redis-damage.js';
import { RedisFixture } from '../test/redis-fixture.js';
import { followHistories } from '../../sessions/test/session-histories.js';
import {
  damagedRecordContract,
  followerContract,
  rememberedEndingContract,
  storeContract,
  type DamageableStore,
  type FakeClock,
  type SharedStoreUnderTest,
} from 'nest-sessions/testing';
import { RedisSessionStore } from './redis-session.store.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

let redis: RedisFixture;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());

const damages = Object.entries(DAMAGES);
let met = 0;

/** Every record in a way of its own. */
const anyDamage: Damage = async (place) => {
  const [, damage] = damages[met % damages.length] ?? [];
  met += 1;
  await damage?.(place);
};

function opening(damage: Damage): (clock: FakeClock) => DamageableStore {
  return (clock) => {
    const prefix = redis.freshPrefix();
    const store = new RedisSessionStore({ client: redis.client, prefix, clock });
    return { store, corrupt: (id) => damageRecord(damage, placeOf(redis.client, prefix, id)) };
  };
}

function openShared(clock: FakeClock): SharedStoreUnderTest {
  const prefix = redis.freshPrefix();
  const another = (): RedisSessionStore => new RedisSessionStore({ client: redis.client, prefix, clock });
  return { store: another(), another };
}

describe('RedisSessionStore', () => {
  const open = opening(anyDamage);
  const cases = [...storeContract(open), ...rememberedEndingContract(open), ...followerContract(openShared)];
  for (const { name, run } of cases) it(name, run);

  it('behaves like sessions in a plain list, in random histories', async () => {
    await followHistories(opening(anyDamage), { runs: 40, steps: 40 });
  }, 60_000);
});

describe.each(damages)('RedisSessionStore, when a record %s,', (_, damage) => {
  for (const { name, run } of damagedRecordContract(opening(damage))) it(name, run);
});

it('quarantines a record of which any field is larger than the store writes', async () => {
  const prefix = redis.freshPrefix();
  const store = new RedisSessionStore({ client: redis.client, prefix });
  for (const field of ['handle', 'user', 'attributes', 'metadata', 'times', 'timeouts', 'first']) {
    const { session } = await store.create(newSession('ada'));
    await redis.client.hSet(placeOf(redis.client, prefix, session.id).record, field, 'x'.repeat(2_000_000));
    expect(await store.get(session.id)).toMatchObject({
      state: 'quarantined',
      record: { problem: 'its record is larger than 1 MiB' },
    });
  }
  await store.close();
});
