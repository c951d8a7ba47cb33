import { expect, it } from '@jest/globals';
import { examplesOf } from '../../../docs/test/examples.js';
import { RedisFixture } from '../../../libs/sessions-redis/test/redis-fixture.js';
import { describeShop } from './shop.js';

const RECIPE = 'docs/recipes/testing-with-the-fake-clock.md';

const BOTH_COPIES = `
  import { createRequire } from 'node:module';
  import * as esm from 'nest-sessions';
  const cjs = createRequire(import.meta.url)('nest-sessions');
  const error = new cjs.CapacityReachedError(1);
  console.log(esm.MemorySessionStore !== cjs.MemorySessionStore, esm.SESSION_STORE === cjs.SESSION_STORE);
  console.log(esm.isSessionError(error), error instanceof esm.CapacityReachedError);
`;

describeShop(
  'An ESM application on Nest 12',
  {
    fixture: 'nest-12',
    projects: ['tsconfig.json'],
    runners: {
      Jest: { command: ['jest'], env: { NODE_OPTIONS: '--experimental-vm-modules' } },
      Vitest: { command: ['vitest', 'run', '--dir', 'test'] },
    },
  },
  (app) => {
    it('may hold the package twice, as ESM and as CommonJS, with the same tokens', async () => {
      const printed = await app().run('node', '--input-type=module', '-e', BOTH_COPIES);
      expect(printed).toBe('true true\ntrue false\n');
    });

    it('passes the test of the recipe in Vitest', async () => {
      const [vitest] = examplesOf(RECIPE, 'js');
      for (const { fileName = '', code } of examplesOf(RECIPE)) {
        const forVitest = code.replace(/^import .* from '@jest\/globals';$/m, vitest?.code ?? '');
        await app().write(`vitest/${fileName}`, forVitest);
      }
      expect(await app().run('npx', 'vitest', 'run', '--dir', 'vitest', 'carts')).toMatch(/^ *Tests +3 passed/m);
    });

    it('has fake timers in Vitest that behave with stores as the recipe says', async () => {
      const redis = await RedisFixture.open();
      try {
        const env = { REDIS_URL: redis.url, REDIS_PREFIX: redis.freshPrefix() };
        const printed = await app().runWith(env, 'npx', 'vitest', 'run', '--dir', 'vitest', 'fake-timers');
        expect(printed).toMatch(/^ *Tests +4 passed/m);
      } finally {
        await redis.close();
      }
    });
  },
);
