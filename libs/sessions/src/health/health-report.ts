import type { HealthStatus } from './health-status.js';

/** The documented health report. Its fields are in the documented order. */
export interface HealthReport {
  readonly status: HealthStatus;
  /** Active sessions. Absent, like all counts, if the store could not be asked. */
  readonly activeSessions?: number;
  /** When the report was made, in ISO 8601 and UTC. */
  readonly timestamp: string;
  /** Active sessions within their warning threshold. */
  readonly expiringSoon?: number;
  /** Quarantined records; present only if there are any. */
  readonly invalidSessions?: number;
  /** How long the sessions service has been running, in seconds. */
  readonly uptime: number;
  /** The name of the module; only where it has one. */
  readonly kind?: string;
}
