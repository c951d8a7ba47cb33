import type { SessionCounts } from '../domain/session.js';
import type { ResolvedSessionsOptions } from '../options/sessions-options.js';

export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy';

/** The state of the store and the sweeper at one check. */
export interface HealthFacts {
  /** `undefined` when the store could not be asked. */
  readonly counts: SessionCounts | undefined;
  /** Why the store could not be asked. */
  readonly storeFailure: string | undefined;
  readonly answeredInMs: number;
  readonly sinceSweepMs: number;
  readonly shuttingDown: boolean;
}

export interface Verdict {
  readonly status: HealthStatus;
  /** Why health is not `healthy`, for people; empty if it is. */
  readonly reasons: readonly string[];
}

const MAX_CLOCK_DRIFT_MS = 60_000;

/** The rules of health: what makes it degraded or unhealthy. */
export function judge(
  facts: HealthFacts,
  { health, sweep }: Pick<ResolvedSessionsOptions, 'health' | 'sweep'>,
): Verdict {
  const critical: string[] = [];
  if (facts.shuttingDown) critical.push('the service is shutting down');
  if (facts.storeFailure !== undefined) critical.push(facts.storeFailure);
  const { counts, answeredInMs, sinceSweepMs } = facts;
  if (counts?.refusesChanges !== undefined) critical.push(`the store refuses changes: ${counts.refusesChanges}`);
  if (critical.length > 0) return { status: 'unhealthy', reasons: critical };

  const reasons: string[] = [];
  if (counts?.refusesCreates !== undefined) reasons.push(counts.refusesCreates);
  if (counts && counts.quarantined > 0) reasons.push(`invalid sessions: ${String(counts.quarantined)}`);
  if (sweep.intervalMs !== undefined && sinceSweepMs > health.missedSweeps * sweep.intervalMs) {
    reasons.push(`no successful sweep for ${seconds(sinceSweepMs)}: sweeps are due every ${seconds(sweep.intervalMs)}`);
  }
  if (counts?.capacity && counts.active >= counts.capacity * health.capacityThreshold) {
    reasons.push(`the store holds ${String(counts.active)} of at most ${String(counts.capacity)} sessions`);
  }
  if (counts?.bytes && counts.bytes.held >= counts.bytes.capacity * health.capacityThreshold) {
    const { held, capacity } = counts.bytes;
    reasons.push(`the sessions take ${mebibytes(held)} of at most ${mebibytes(capacity)}`);
  }
  if (counts?.clockDriftMs !== undefined && Math.abs(counts.clockDriftMs) > MAX_CLOCK_DRIFT_MS) {
    reasons.push(driftReason(counts.clockDriftMs));
  }
  if (answeredInMs > health.slowThresholdMs) {
    const [took, threshold] = [Math.round(answeredInMs), health.slowThresholdMs];
    reasons.push(`the store took ${String(took)} ms to answer, above ${String(threshold)} ms`);
  }
  return { status: reasons.length > 0 ? 'degraded' : 'healthy', reasons };
}

function mebibytes(bytes: number): string {
  return `${String(Math.round(bytes / 1024 / 102.4) / 10)} MiB`;
}

function driftReason(driftMs: number): string {
  const by = `${seconds(Math.abs(driftMs))} ${driftMs > 0 ? 'ahead of' : 'behind'}`;
  return `the wall clock is ${by} the clock of the store: correct the wall clock, or restart the service if the wall clock is correct`;
}

function seconds(ms: number): string {
  return `${String(Math.round(ms / 100) / 10)} s`;
}
