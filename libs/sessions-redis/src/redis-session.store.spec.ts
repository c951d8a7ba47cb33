import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { damageRecord, DAMAGES, placeOf, type Damage } from '../test/redis-damage.js';
import { RedisFixture } from '../test/redis-fixture.js';
import { followHistories } from '../../sessions/test/session-histories.js';
import {
  damagedRecordContract,
  rememberedEndingContract,
  storeContract,
  type DamageableStore,
  type FakeClock,
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

describe('RedisSessionStore', () => {
  const open = opening(anyDamage);
  for (const { name, run } of [...storeContract(open), ...rememberedEndingContract(open)]) it(name, run);

  it('is like sessions in a plain list, along random histories', async () => {
    await followHistories(opening(anyDamage), { runs: 40, steps: 40 });
  }, 60_000);
});

describe.each(damages)('RedisSessionStore, when a record %s,', (_, damage) => {
  for (const { name, run } of damagedRecordContract(opening(damage))) it(name, run);
});
