var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags, } from '@nestjs/swagger';
import { HealthCheckService } from '@nestjs/terminus';
import { SessionsHealthIndicator } from 'nest-sessions';
import { LIVE_PATH, READY_PATH } from '../paths.js';
const INDICATORS = {
    type: 'object',
    additionalProperties: {
        type: 'object',
        required: ['status'],
        properties: { status: { type: 'string', enum: ['up', 'degraded', 'down'] } },
        additionalProperties: true,
    },
};
const LIVE = 'Asks no store: a restart does not mend a store.';
const READY = 'Asks the sessions: `up`, `degraded` with its reasons, or `down`.';
const UP = { sessions: { activeSessions: 42, expiringSoon: 3, invalidSessions: 0, status: 'up' } };
const DOWN = { sessions: { reasons: ['the store did not answer within 800 ms'], status: 'down' } };
const ALIVE = probeResult(['ok'], { status: 'ok', info: {}, error: {}, details: {} });
const PASSED = probeResult(['ok', 'degraded'], { status: 'ok', info: UP, error: {}, details: UP });
const FAILED = probeResult(['error', 'shutting_down'], { status: 'error', info: {}, error: DOWN, details: DOWN });
let ProbesController = class ProbesController {
    checks;
    sessions;
    constructor(checks, sessions) {
        this.checks = checks;
        this.sessions = sessions;
    }
    live() {
        // Not by Terminus, which fails every check of a shutdown: the process that drains its requests is alive.
        return { status: 'ok', info: {}, error: {}, details: {} };
    }
    ready() {
        return this.checks.check([() => this.sessions.check('sessions')]);
    }
};
__decorate([
    Get(LIVE_PATH),
    ApiOperation({ operationId: 'getLiveness', summary: 'Does the process answer?', description: LIVE, security: [] }),
    ApiOkResponse({ description: 'The process answers', schema: ALIVE }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", Object)
], ProbesController.prototype, "live", null);
__decorate([
    Get(READY_PATH),
    ApiOperation({ operationId: 'getReadiness', summary: 'Can it take requests?', description: READY, security: [] }),
    ApiOkResponse({ description: 'The server takes requests', schema: PASSED }),
    ApiServiceUnavailableResponse({
        description: 'Sessions are unhealthy, or the server is shutting down',
        schema: FAILED,
    }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", Promise)
], ProbesController.prototype, "ready", null);
ProbesController = __decorate([
    ApiTags('probes'),
    Controller(),
    __metadata("design:paramtypes", [HealthCheckService,
        SessionsHealthIndicator])
], ProbesController);
export { ProbesController };
/** The result of Terminus, for a probe that passed or failed. */
function probeResult(statuses, example) {
    return {
        type: 'object',
        required: ['status', 'info', 'error', 'details'],
        properties: {
            status: { type: 'string', enum: statuses },
            info: { ...INDICATORS, description: 'What is up or degraded' },
            error: { ...INDICATORS, description: 'What is down' },
            details: { ...INDICATORS, description: 'All of it' },
        },
        example,
    };
}
//# sourceMappingURL=probes.controller.js.map