import { setImmediate } from 'node:timers/promises';
import type { SessionEvents } from '../events/session-events.js';
import type { SessionStore } from '../stores/session-store.js';

/** The result of one run of the sweeper. */
export interface SweepRun {
  /** When the run began, in epoch milliseconds by the clock of this process. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** How many expired sessions the run removed. */
  readonly ended: number;
  /** How many sessions the run announced as expiring. */
  readonly expiring: number;
  /** How many corrupted records the run quarantined. */
  readonly quarantined: number;
  /** The error that stopped the run, if any. The counts include the work before it. */
  readonly failure?: unknown;
}

/**
 * Removes everything that is due in slices, oldest first. It yields to the event loop after each slice, and ends when
 * nothing is due or `isStopped` returns true. It never throws: a failure ends the run and is part of the result.
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
