// Examples of the health report for the docs.
const timestamp = '2024-01-15T10:30:45.123Z';
const uptime = 3600.5;
const counts = { activeSessions: 42, timestamp, expiringSoon: 3 };

export const REPORT_EXAMPLES = {
  healthy: { summary: 'healthy', value: { status: 'healthy', ...counts, uptime } },
  degraded: { summary: 'degraded', value: { status: 'degraded', ...counts, invalidSessions: 1, uptime } },
};

export const UNHEALTHY_EXAMPLES = {
  storeFails: { summary: 'The store fails', value: { status: 'unhealthy', timestamp, uptime } },
  shutDown: { summary: 'The server is shutting down', value: { status: 'unhealthy', ...counts, uptime } },
};
