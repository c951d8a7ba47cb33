import { expect, it } from '@jest/globals';
import { describeShop } from './shop.js';

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
      Vitest: { command: ['vitest', 'run'] },
    },
  },
  (app) => {
    it('may hold the package twice, as ESM and as CommonJS, with the same tokens', async () => {
      const printed = await app().run('node', '--input-type=module', '-e', BOTH_COPIES);
      expect(printed).toBe('true true\ntrue false\n');
    });
  },
);
