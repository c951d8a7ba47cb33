export { HealthReportSchema, UnhealthyReportSchema } from './health-report.schema.js';
export { ApiSessionAuth, SessionRefusalSchema, type ApiSessionAuthOptions } from './api-session-auth.decorator.js';
export { SessionsHealthReport } from './sessions-health-report.decorator.js';
