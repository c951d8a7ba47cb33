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
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { SessionsService } from 'nest-sessions';
import { randomUUID } from 'node:crypto';
import { ApiError } from '../errors/api-error.js';
import { JsonBodyGuard } from '../http/json-body.guard.js';
import { ApiErrors, ApiOneSession, BODY_ERRORS, EXAMPLE, SESSION_LINKS } from '../openapi/decorators.js';
import { SESSIONS_PATH } from '../paths.js';
import { SETTINGS } from '../settings/settings.js';
import * as requests from './requests.js';
import { SessionPageDto, toSessionPageDto } from './session-page.dto.js';
import { iso, SessionDeletedDto, SessionDto, toSessionDto } from './session.dto.js';
import { inWireTerms, toTimeoutOptions } from './timeouts.js';
import { Turns } from './turns.js';
// Swagger UI sends the first example of a parameter, and leaves out what is empty.
const LIMITS = { 'a short page': { value: 20 } };
const CURSORS = { 'the first page': { value: '' }, 'the next page': { value: EXAMPLE.cursor } };
const USERS = { 'one user': { value: EXAMPLE.userId } };
const HEARTBEAT = 'Extends the session if it has `autoRenew`, though never past its max duration. Needs no body.';
const RENEW = 'Whatever `autoRenew` says, though never past its max duration. Needs no body.';
const UPDATE = 'Changes the fields that are sent. The expiry follows anew; if it has passed by then, the answer is 410.';
const DELETE = 'Its id is worth nothing from then on: a second time it is 404.';
let SessionsController = class SessionsController {
    sessions;
    settings;
    #pages = new Turns();
    constructor(sessions, settings) {
        this.sessions = sessions;
        this.settings = settings;
    }
    async create(body) {
        const { agentId, userId, metadata, timeoutConfig = {} } = body;
        // Given with the others, the default is never exceeded: a timeout above it is refused.
        const maxDurationMinutes = this.settings.SESSION_MAX_DURATION_MINUTES;
        const session = await this.sessions
            .create({
            userId,
            attributes: { agentId, channelId: randomUUID() },
            ...(metadata && { metadata }),
            timeouts: toTimeoutOptions({ maxDurationMinutes, ...timeoutConfig }),
        })
            .catch((error) => {
            throw inWireTerms(error, timeoutConfig, 'timeoutConfig.', 'the default');
        });
        return shown(session, session.createdAt);
    }
    async list(query) {
        // A page takes up to 1 MiB, so the server works on one page at a time.
        return this.#pages.run(async () => toSessionPageDto(await this.sessions.list(query)));
    }
    async get(id) {
        return found(await this.sessions.get(id));
    }
    async heartbeat(id) {
        return found(await this.sessions.touch(id));
    }
    async renew(id) {
        return found(await this.sessions.renew(id));
    }
    async updateTimeouts(id, sent) {
        const lookup = await this.sessions.updateTimeouts(id, toTimeoutOptions(sent)).catch((error) => {
            throw inWireTerms(error, sent, '', "the session's own");
        });
        return found(lookup);
    }
    async delete(id) {
        found(await this.sessions.delete(id));
        return new SessionDeletedDto();
    }
};
__decorate([
    Post(),
    ApiOperation({
        operationId: 'createSession',
        summary: 'Create a session',
        description: 'A timeout above the default max duration needs a max duration of its own.',
    }),
    ApiCreatedResponse({ type: SessionDto, description: 'The new session', links: SESSION_LINKS }),
    ApiErrors('SESSION_LIMIT_REACHED', 'CAPACITY_REACHED', ...BODY_ERRORS),
    __param(0, Body({ schema: requests.createSession })),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object]),
    __metadata("design:returntype", Promise)
], SessionsController.prototype, "create", null);
__decorate([
    Get(),
    ApiOperation({
        operationId: 'listSessions',
        summary: 'List active sessions',
        description: 'A session that lives through a whole run of pages is given once. Some pages may be short.',
    }),
    ApiQuery({
        name: 'limit',
        required: false,
        description: 'Most sessions of one page, 100 by default',
        examples: LIMITS,
    }),
    ApiQuery({ name: 'cursor', required: false, description: '`nextCursor` of the page before', examples: CURSORS }),
    ApiQuery({ name: 'userId', required: false, description: 'Only the sessions of this user', examples: USERS }),
    ApiOkResponse({ type: SessionPageDto, description: 'A page of active sessions' }),
    ApiErrors(),
    __param(0, Query({ schema: requests.listQuery })),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object]),
    __metadata("design:returntype", Promise)
], SessionsController.prototype, "list", null);
__decorate([
    Get(':sessionId'),
    ApiOneSession({ operationId: 'getSession', summary: 'Read a session', description: 'Does not extend it.' }, SessionDto),
    __param(0, Param('sessionId')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [String]),
    __metadata("design:returntype", Promise)
], SessionsController.prototype, "get", null);
__decorate([
    Post(':sessionId/heartbeat'),
    HttpCode(200),
    ApiOneSession({ operationId: 'sendSessionHeartbeat', summary: 'Record activity', description: HEARTBEAT }, SessionDto, ...BODY_ERRORS),
    __param(0, Param('sessionId')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [String]),
    __metadata("design:returntype", Promise)
], SessionsController.prototype, "heartbeat", null);
__decorate([
    Post(':sessionId/renew'),
    HttpCode(200),
    ApiOneSession({ operationId: 'renewSession', summary: 'Extend a session', description: RENEW }, SessionDto, ...BODY_ERRORS),
    __param(0, Param('sessionId')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [String]),
    __metadata("design:returntype", Promise)
], SessionsController.prototype, "renew", null);
__decorate([
    Patch(':sessionId/timeout'),
    ApiOneSession({ operationId: 'updateSessionTimeout', summary: 'Change its timeouts', description: UPDATE }, SessionDto, ...BODY_ERRORS),
    __param(0, Param('sessionId')),
    __param(1, Body({ schema: requests.updateTimeouts })),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [String, Object]),
    __metadata("design:returntype", Promise)
], SessionsController.prototype, "updateTimeouts", null);
__decorate([
    Delete(':sessionId'),
    ApiOneSession({ operationId: 'deleteSession', summary: 'End a session', description: DELETE }, SessionDeletedDto, ...BODY_ERRORS),
    __param(0, Param('sessionId')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [String]),
    __metadata("design:returntype", Promise)
], SessionsController.prototype, "delete", null);
SessionsController = __decorate([
    ApiTags('messaging'),
    Controller(SESSIONS_PATH),
    UseGuards(JsonBodyGuard),
    __param(1, Inject(SETTINGS)),
    __metadata("design:paramtypes", [SessionsService, Object])
], SessionsController);
export { SessionsController };
function found(lookup) {
    switch (lookup.state) {
        case 'active':
            return shown(lookup.session, lookup.asOf);
        case 'expired':
            throw new ApiError('SESSION_EXPIRED', { details: { expiredAt: iso(lookup.expiredAt) } });
        case 'unknown':
            throw new ApiError('SESSION_NOT_FOUND');
    }
}
function shown(session, asOf) {
    const dto = toSessionDto(session, asOf);
    if (!dto)
        throw new ApiError('SESSION_NOT_FOUND');
    return dto;
}
//# sourceMappingURL=sessions.controller.js.map