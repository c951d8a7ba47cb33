var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
var __param = (this && this.__param) || function (paramIndex, decorator) {
    return function (target, key) { decorator(target, key, paramIndex); }
};
import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { SessionsHealthIndicator } from 'nest-sessions';
import { HEALTH_PATH } from '../paths.js';
import { HealthReportDto, REPORT_EXAMPLES, UNHEALTHY_EXAMPLES, UnhealthyReportDto } from './health-report.dto.js';
let SessionsHealthController = class SessionsHealthController {
    health;
    constructor(health) {
        this.health = health;
    }
    async report(response) {
        const report = await this.health.report();
        if (report.status === 'unhealthy')
            response.status(503);
        return report;
    }
};
__decorate([
    Get(),
    ApiOperation({
        operationId: 'getSessionsHealth',
        summary: 'Sessions API health check',
        description: 'Check the health status of the sessions API and get active session statistics',
        security: [],
    }),
    ApiOkResponse({ type: HealthReportDto, description: 'Sessions API is healthy', examples: REPORT_EXAMPLES }),
    ApiServiceUnavailableResponse({
        type: UnhealthyReportDto,
        description: "Sessions API is unhealthy. While its store can't be asked, there are no counts",
        examples: UNHEALTHY_EXAMPLES,
    }),
    __param(0, Res({ passthrough: true })),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object]),
    __metadata("design:returntype", Promise)
], SessionsHealthController.prototype, "report", null);
SessionsHealthController = __decorate([
    ApiTags('messaging'),
    Controller(HEALTH_PATH),
    __metadata("design:paramtypes", [SessionsHealthIndicator])
], SessionsHealthController);
export { SessionsHealthController };
//# sourceMappingURL=sessions-health.controller.js.map