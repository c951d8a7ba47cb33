import { ExpressAdapter } from '@nestjs/platform-express';
import { setImmediate } from 'node:timers/promises';

/**
 * Stops listening in a turn of the event loop in which no connection arrives. The kernel resets connections that it has
 * accepted and the server has not, and the request on them is lost.
 */
export class QuietAdapter extends ExpressAdapter {
  override async close(): Promise<void> {
    await quietTurn();
    await super.close();
  }
}

/** How long to wait at most. If a server is never at rest, waiting longer would not help. */
const MOST_MS = 500;
/** A turn that takes less time had nothing to do. */
const REST_MS = 0.1;

async function quietTurn(): Promise<void> {
  const deadline = performance.now() + MOST_MS;
  for (let began = performance.now(); began < deadline; began = performance.now()) {
    // Node accepts connections and reads requests just before.
    await setImmediate();
    if (performance.now() - began < REST_MS) return;
  }
}
