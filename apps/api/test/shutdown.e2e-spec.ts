import { afterEach, describe, expect, it } from '@jest/globals';
import { SessionSweeper } from 'nest-sessions';
import { type SweepBatch } from 'nest-sessions/store';
import { HEALTH } from './client.js';
import { Servers } from './server.js';
import { withOperations } from './wrapped-store.js';

describe('The shutdown', () => {
  const servers = new Servers();

  afterEach(() => servers.closeAll());

  it('turns readiness to 503 immediately, even while a sweep is in flight', async () => {
    let finish: (batch: SweepBatch) => void = () => undefined;
    const sweep = (): Promise<SweepBatch> => new Promise((resolve) => (finish = resolve));
    const { app, client } = await servers.start({ wrap: (store) => withOperations(store, { sweep }) });
    const sweeping = app.get(SessionSweeper).sweepNow();
    const closing = app.close();
    try {
      expect(await client.get('/health/ready')).toMatchObject({ status: 503, body: { status: 'shutting_down' } });
      expect(await client.get(HEALTH)).toMatchObject({ status: 503 });
      expect((await client.get('/health/live')).status).toBe(200);
    } finally {
      finish({ ended: [], expiring: [], quarantined: [], more: false, asOf: 0 });
      await sweeping;
      await closing;
    }
  });
});
