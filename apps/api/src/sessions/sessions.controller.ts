import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SessionsService, type Session, type SessionLookup } from 'nest-sessions';
import { randomUUID } from 'node:crypto';
import { ApiError } from '../errors/api-error.js';
import { JsonBodyGuard } from '../http/json-body.guard.js';
import { ApiErrors, ApiOneSession, BODY_ERRORS, SESSION_LINKS } from '../openapi/decorators.js';
import { SESSIONS_PATH } from '../paths.js';
import { SETTINGS, type Settings } from '../settings/settings.js';
import {
  createSession,
  listQuery,
  updateTimeouts,
  type CreateSessionRequest,
  type ListQuery,
  type UpdateTimeoutsRequest,
} from './requests.js';
import { SessionDeletedDto } from './session-deleted.dto.js';
import { SessionPageDto, toSessionPageDto } from './session-page.dto.js';
import { iso, SessionDto, toSessionDto } from './session.dto.js';
import { inWireTerms, toTimeoutOptions } from './timeouts.js';

const TOO_SHORT = ['is 3', 'a number of minutes, 5 to 1440'] as const;

@ApiTags('messaging')
@Controller(SESSIONS_PATH)
@UseGuards(JsonBodyGuard)
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Post()
  @ApiOperation({
    operationId: 'createSession',
    summary: 'Create a session',
    description:
      'What the timeout configuration leaves out comes from the defaults of the server. A timeout above the default ' +
      'max duration needs a max duration of its own.',
  })
  @ApiCreatedResponse({ type: SessionDto, description: 'The new session', links: SESSION_LINKS })
  @ApiErrors(
    [...BODY_ERRORS, 'SESSION_LIMIT_REACHED', 'CAPACITY_REACHED'],
    ['timeoutConfig.timeoutMinutes', ...TOO_SHORT],
  )
  async create(@Body({ schema: createSession }) body: CreateSessionRequest): Promise<SessionDto> {
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
      .catch((error: unknown) => {
        throw inWireTerms(error, { sent: timeoutConfig, path: 'timeoutConfig.', unsent: 'the default' });
      });
    return shown(session, session.createdAt);
  }

  @Get()
  @ApiOperation({
    operationId: 'listSessions',
    summary: 'List active sessions',
    description:
      'Page by page. A session that lives through the whole run is given exactly once, whatever is created and ' +
      'deleted meanwhile. A page may be shorter than its limit and still have a next one.',
  })
  @ApiOkResponse({ type: SessionPageDto, description: 'A page of active sessions' })
  @ApiErrors([], ['limit', 'is the string "0"', 'a whole number, 1 to 1000'])
  async list(@Query({ schema: listQuery }) query: ListQuery): Promise<SessionPageDto> {
    return toSessionPageDto(await this.sessions.list(query));
  }

  @Get(':sessionId')
  @ApiOperation({ operationId: 'getSession', summary: 'Read a session', description: 'Does not extend it.' })
  @ApiOkResponse({ type: SessionDto, description: 'The session as it is now' })
  @ApiOneSession([], ['request', "can't be read", 'a well-formed address and body'])
  async get(@Param('sessionId') id: string): Promise<SessionDto> {
    return found(await this.sessions.get(id));
  }

  @Post(':sessionId/heartbeat')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'sendSessionHeartbeat',
    summary: 'Record activity',
    description: 'Extends the session if it has `autoRenew`, though never past its max duration. Needs no body.',
  })
  @ApiOkResponse({ type: SessionDto, description: 'The session as it is now' })
  @ApiOneSession(BODY_ERRORS)
  async heartbeat(@Param('sessionId') id: string): Promise<SessionDto> {
    return found(await this.sessions.touch(id));
  }

  @Post(':sessionId/renew')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'renewSession',
    summary: 'Extend a session',
    description: 'Whatever `autoRenew` says, though never past its max duration. Needs no body.',
  })
  @ApiOkResponse({ type: SessionDto, description: 'The session as it is now' })
  @ApiOneSession(BODY_ERRORS)
  async renew(@Param('sessionId') id: string): Promise<SessionDto> {
    return found(await this.sessions.renew(id));
  }

  @Patch(':sessionId/timeout')
  @ApiOperation({
    operationId: 'updateSessionTimeout',
    summary: 'Change the timeouts of a session',
    description:
      'Changes the fields that are sent; the others stay. The expiry follows anew, and a session that is past it by ' +
      'then ends with 410.',
  })
  @ApiOkResponse({ type: SessionDto, description: 'The session as it is now' })
  @ApiOneSession(BODY_ERRORS, ['timeoutMinutes', ...TOO_SHORT])
  async updateTimeouts(
    @Param('sessionId') id: string,
    @Body({ schema: updateTimeouts }) sent: UpdateTimeoutsRequest,
  ): Promise<SessionDto> {
    const lookup = await this.sessions.updateTimeouts(id, toTimeoutOptions(sent)).catch((error: unknown) => {
      throw inWireTerms(error, { sent, path: '', unsent: "the session's own" });
    });
    return found(lookup);
  }

  @Delete(':sessionId')
  @ApiOperation({
    operationId: 'deleteSession',
    summary: 'End a session',
    description: 'Its id is worth nothing from then on: a second time it is 404.',
  })
  @ApiOkResponse({ type: SessionDeletedDto, description: 'The session was deleted' })
  @ApiOneSession(BODY_ERRORS)
  async delete(@Param('sessionId') id: string): Promise<SessionDeletedDto> {
    found(await this.sessions.delete(id));
    return new SessionDeletedDto();
  }
}

function found(lookup: SessionLookup): SessionDto {
  switch (lookup.state) {
    case 'active':
      return shown(lookup.session, lookup.asOf);
    case 'expired':
      throw new ApiError('SESSION_EXPIRED', { details: { expiredAt: iso(lookup.expiredAt) } });
    case 'unknown':
      throw new ApiError('SESSION_NOT_FOUND');
  }
}

function shown(session: Session, asOf: number): SessionDto {
  const dto = toSessionDto(session, asOf);
  if (!dto) throw new ApiError('SESSION_NOT_FOUND');
  return dto;
}
