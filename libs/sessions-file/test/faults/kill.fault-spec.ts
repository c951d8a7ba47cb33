import { strict as assert } from 'node:assert';
import { describe, it } from '@jest/globals';
import { FileSessionStore } from '../../src/index.js';
import { StoreProcess } from '../processes/store-process.js';
import { temporaryDirectories } from '../temporary-directory.js';
import { Client } from '../traffic.js';
import { until } from '../until.js';

const ROUNDS = 10;
const IN_FLIGHT = 64;

const newDirectory = temporaryDirectories();

describe.each(['always', 'everysecond'] as const)('A process that is killed under load, with sync %s,', (sync) => {
  it('loses nothing acknowledged and brings nothing back', async () => {
    const directory = newDirectory();
    const clients = Array.from({ length: IN_FLIGHT }, (_, number) => new Client(number));
    for (let round = 0; round < ROUNDS; round += 1) {
      const store = new StoreProcess({ directory, sync });
      await store.opened();
      const before = sumOf(clients);
      const work = Promise.all(clients.map((client) => client.work(store)));
      // A different moment in each round; work was done by then.
      await Promise.race([
        until('there was traffic', () => sumOf(clients) >= before + IN_FLIGHT * (round + 2)),
        work.then(() => assert.fail('the process ended before it was killed')),
      ]);
      await store.kill();
      await work;
      const survivor = new FileSessionStore({ directory, sync });
      await survivor.opened();
      for (const client of clients) await client.check(survivor);
      await survivor.close();
    }
    assert.ok(sumOf(clients) > ROUNDS * IN_FLIGHT);
  }, 180_000);
});

function sumOf(clients: readonly Client[]): number {
  return clients.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
}
