export { HealthReportSchema, UnhealthyReportSchema } from './health-report.schema.js';
