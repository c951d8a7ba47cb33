import type { HealthStatus } from './health-status.js';

/** The documented health report, its fields in the documented order. */
export interface HealthReport {
  readonly status: HealthStatus;
  /** Active sessions. Left out, like every count, when the store could not be asked. */
  readonly activeSessions?: number;
  /** When the report was made, ISO 8601 in UTC. */
  readonly timestamp: string;
  /** Active sessions within their warning threshold. */
  readonly expiringSoon?: number;
  /** Corrupted sessions that were found; only when there are any. */
  readonly invalidSessions?: number;
  /** How long the sessions service has been running, in seconds. */
  readonly uptime: number;
  /** The name of the module; only where it has one. */
  readonly kind?: string;
}
