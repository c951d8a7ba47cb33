import { setImmediate } from 'node:timers/promises';
import type { SessionEvents } from '../events/session-events.js';
import type { SessionStore } from '../stores/session-store.js';

/** What one run of the sweeper did. */
export interface SweepRun {
  /** When it began, epoch milliseconds of this process. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Expired sessions that it removed. */
  readonly ended: number;
  /** Sessions that it announced as expiring. */
  readonly expiring: number;
  /** Corrupted records that it quarantined. */
  readonly quarantined: number;
  /** Why it broke off, if it did. What it had done until then counts. */
  readonly failure?: unknown;
}

/**
 * One bounded removal of what is due: slice after slice, oldest first, with the event loop free in between, until nothing
 * is due any more or it is stopped. It never throws; a failure ends the run and is part of its result.
 */
export async function runSweep(
  store: SessionStore,
  events: SessionEvents,
  batchSize: number,
  isStopped: () => boolean = () => false,
): Promise<SweepRun> {
  const startedAt = Date.now();
  const began = performance.now();
  const done = { ended: 0, expiring: 0, quarantined: 0 };
  const result = (): SweepRun => ({ startedAt, durationMs: performance.now() - began, ...done });
  try {
    for (;;) {
      const batch = await store.sweep(batchSize);
      events.ended(batch.ended, batch.asOf);
      events.expiring(batch.expiring, batch.asOf);
      events.quarantined(batch.quarantined);
      done.ended += batch.ended.length;
      done.expiring += batch.expiring.length;
      done.quarantined += batch.quarantined.length;
      if (!batch.more || isStopped()) return result();
      await setImmediate();
    }
  } catch (failure) {
    return { ...result(), failure };
  }
}
