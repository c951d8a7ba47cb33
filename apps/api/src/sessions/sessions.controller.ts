import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { SessionsService, type Session, type SessionLookup } from 'nest-sessions';
import { randomUUID } from 'node:crypto';
import { ApiError } from '../errors/api-error.js';
import { JsonBodyGuard } from '../http/bodies.js';
import { ApiErrors, ApiOneSession, BODY_ERRORS, EXAMPLE, SESSION_LINKS } from '../openapi/decorators.js';
import { SESSIONS_PATH } from '../paths.js';
import { Needs } from '../security/scopes.js';
import { SETTINGS, type Settings } from '../settings/settings.js';
import * as requests from './requests.js';
import { SessionPageDto, toSessionPageDto } from './session-page.dto.js';
import { iso, SessionDeletedDto, SessionDto, toSessionDto } from './session.dto.js';
import { inWireTerms, toTimeoutOptions } from './timeouts.js';
import { Turns } from './turns.js';

// Swagger UI sends the first example of a parameter, and leaves out what is empty.
const LIMITS = { 'a short page': { value: 20 } };
const CURSORS = { 'the first page': { value: '' }, 'the next page': { value: EXAMPLE.cursor } };
const USERS = { 'one user': { value: EXAMPLE.userId } };

const HEARTBEAT = 'Extends the session if it has `autoRenew`, but never beyond its max duration. Needs no body.';
const RENEW = 'Extends the session even without `autoRenew`, but never beyond its max duration. Needs no body.';
const UPDATE =
  'Changes the fields that are sent, and computes the expiry again. If that has already passed, the answer is 410.';
const DELETE = 'Its id is worth nothing from then on: a second time it is 404.';

@ApiTags('messaging')
@Controller(SESSIONS_PATH)
@UseGuards(JsonBodyGuard)
export class SessionsController {
  readonly #pages = new Turns();

  constructor(
    private readonly sessions: SessionsService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Post()
  @Needs('write')
  @ApiOperation({
    operationId: 'createSession',
    summary: 'Create a session',
    description: 'A timeout above the default max duration needs a max duration of its own.',
  })
  @ApiCreatedResponse({ type: SessionDto, description: 'The new session', links: SESSION_LINKS })
  @ApiErrors('SESSION_LIMIT_REACHED', 'CAPACITY_REACHED', ...BODY_ERRORS)
  async create(@Body({ schema: requests.createSession }) body: requests.CreateSession): Promise<SessionDto> {
    const { agentId, userId, metadata, timeoutConfig = {} } = body;
    // The default is passed like a requested value, so a timeout above it is refused.
    const maxDurationMinutes = this.settings.SESSION_MAX_DURATION_MINUTES;
    const session = await this.sessions
      .create({
        userId,
        attributes: { agentId, channelId: randomUUID() },
        ...(metadata && { metadata }),
        timeouts: toTimeoutOptions({ maxDurationMinutes, ...timeoutConfig }),
      })
      .catch((error: unknown) => {
        throw inWireTerms(error, timeoutConfig, 'timeoutConfig.', 'the default');
      });
    return shown(session, session.createdAt);
  }

  @Get()
  @Needs('admin')
  @ApiOperation({
    operationId: 'listSessions',
    summary: 'List active sessions',
    description: 'A session that lives through a whole run of pages is given once. Some pages may be short.',
  })
  @ApiQuery({
    name: 'limit',
    required: false,
    description: 'Most sessions of one page, 100 by default',
    examples: LIMITS,
  })
  @ApiQuery({ name: 'cursor', required: false, description: '`nextCursor` of the page before', examples: CURSORS })
  @ApiQuery({ name: 'userId', required: false, description: 'Only the sessions of this user', examples: USERS })
  @ApiOkResponse({ type: SessionPageDto, description: 'A page of active sessions' })
  @ApiErrors()
  async list(@Query({ schema: requests.listQuery }) query: requests.ListQuery): Promise<SessionPageDto> {
    // A page takes up to 1 MiB, so the server works on one page at a time.
    return this.#pages.run(async () => toSessionPageDto(await this.sessions.list(query)));
  }

  @Get(':sessionId')
  @Needs('read')
  @ApiOneSession(
    { operationId: 'getSession', summary: 'Read a session', description: 'Does not extend it.' },
    SessionDto,
  )
  async get(@Param('sessionId') id: string): Promise<SessionDto> {
    return found(await this.sessions.get(id));
  }

  @Post(':sessionId/heartbeat')
  @Needs('write')
  @HttpCode(200)
  @ApiOneSession(
    { operationId: 'sendSessionHeartbeat', summary: 'Record activity', description: HEARTBEAT },
    SessionDto,
    ...BODY_ERRORS,
  )
  async heartbeat(@Param('sessionId') id: string): Promise<SessionDto> {
    return found(await this.sessions.touch(id));
  }

  @Post(':sessionId/renew')
  @Needs('write')
  @HttpCode(200)
  @ApiOneSession(
    { operationId: 'renewSession', summary: 'Extend a session', description: RENEW },
    SessionDto,
    ...BODY_ERRORS,
  )
  async renew(@Param('sessionId') id: string): Promise<SessionDto> {
    return found(await this.sessions.renew(id));
  }

  @Patch(':sessionId/timeout')
  @Needs('write')
  @ApiOneSession(
    { operationId: 'updateSessionTimeout', summary: 'Change its timeouts', description: UPDATE },
    SessionDto,
    ...BODY_ERRORS,
  )
  async updateTimeouts(
    @Param('sessionId') id: string,
    @Body({ schema: requests.updateTimeouts }) sent: requests.UpdateTimeouts,
  ): Promise<SessionDto> {
    const lookup = await this.sessions.updateTimeouts(id, toTimeoutOptions(sent)).catch((error: unknown) => {
      throw inWireTerms(error, sent, '', "the session's own");
    });
    return found(lookup);
  }

  @Delete(':sessionId')
  @Needs('write')
  @ApiOneSession(
    { operationId: 'deleteSession', summary: 'End a session', description: DELETE },
    SessionDeletedDto,
    ...BODY_ERRORS,
  )
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
      throw new ApiError('SESSION_EXPIRED', { details: { expiredAt: iso(lookup.expiredAt), reason: lookup.reason } });
    case 'ended':
    case 'unknown':
      throw new ApiError('SESSION_NOT_FOUND');
  }
}

function shown(session: Session, asOf: number): SessionDto {
  const dto = toSessionDto(session, asOf);
  if (!dto) throw new ApiError('SESSION_NOT_FOUND');
  return dto;
}
