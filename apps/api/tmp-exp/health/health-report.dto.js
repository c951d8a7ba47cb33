var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { HealthReportSchema, UnhealthyReportSchema } from 'nest-sessions/swagger';
const MEANINGS = `- \`healthy\`: all is well.
- \`degraded\`: requests are served, but something needs attention: corrupted sessions were found, no sweep has succeeded for three intervals, or the store is slow or 90 % full.
- \`unhealthy\` (503): the store does not answer in time or fails, or the server is shutting down.`;
/** The published report, with a meaning for each status. */
let HealthReportDto = class HealthReportDto extends HealthReportSchema {
};
__decorate([
    ApiProperty({
        type: 'string',
        enum: ['healthy', 'degraded', 'unhealthy'],
        description: MEANINGS,
        example: 'healthy',
    }),
    __metadata("design:type", Object)
], HealthReportDto.prototype, "status", void 0);
HealthReportDto = __decorate([
    ApiSchema({ name: 'HealthReport' })
], HealthReportDto);
export { HealthReportDto };
let UnhealthyReportDto = class UnhealthyReportDto extends UnhealthyReportSchema {
};
__decorate([
    ApiProperty({ type: 'string', enum: ['unhealthy'], example: 'unhealthy' }),
    __metadata("design:type", String)
], UnhealthyReportDto.prototype, "status", void 0);
UnhealthyReportDto = __decorate([
    ApiSchema({ name: 'UnhealthyReport' })
], UnhealthyReportDto);
export { UnhealthyReportDto };
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
//# sourceMappingURL=health-report.dto.js.map