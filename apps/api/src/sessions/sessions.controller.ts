import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { SessionsService, type Session, type SessionLookup } from 'nest-sessions';
import { randomUUID } from 'node:crypto';
import { API_PREFIX } from '../api-prefix.js';
import { ApiError } from '../errors/api-error.js';
import { RequestBodyGuard } from '../http/request-body.guard.js';
import { readPageQuery } from './read-page-query.js';
import { readRequest } from './read-request.js';
import { REQUEST_SCHEMAS, type RequestSchemas } from './request-schemas.js';
import { ReservedIdsGuard } from './reserved-ids.guard.js';
import { timeoutOptions } from './timeout-config.js';
import { withWireConflicts } from './timeout-conflicts.js';
import { DELETED, type WireDeletion } from './wire-deletion.js';
import { wirePage, type WirePage } from './wire-page.js';
import { wireSession, type WireSession } from './wire-session.js';

@Controller(`${API_PREFIX}/sessions`)
@UseGuards(ReservedIdsGuard, RequestBodyGuard)
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    @Inject(REQUEST_SCHEMAS) private readonly schemas: RequestSchemas,
  ) {}

  @Post()
  async create(@Body() body: unknown): Promise<WireSession> {
    const { agentId, userId, metadata, timeoutConfig = {} } = readRequest(this.schemas.create, body);
    const sent = { timeouts: timeoutConfig, path: 'timeoutConfig.', unsent: 'the default' };
    const session = await withWireConflicts(sent, () =>
      this.sessions.create({
        userId,
        attributes: { agentId, channelId: randomUUID() },
        ...(metadata && { metadata }),
        timeouts: timeoutOptions(timeoutConfig),
      }),
    );
    return shown(session, session.createdAt);
  }

  @Get()
  async list(@Query() query: unknown): Promise<WirePage> {
    const { limit, cursor, userId } = await readPageQuery(query, this.sessions);
    const page = await this.sessions.list({
      ...(limit !== undefined && { limit }),
      ...(cursor !== undefined && { cursor }),
      ...(userId !== undefined && { userId }),
    });
    return wirePage(page);
  }

  @Get(':sessionId')
  async get(@Param('sessionId') id: string): Promise<WireSession> {
    return found(await this.sessions.get(id));
  }

  @Post(':sessionId/heartbeat')
  @HttpCode(200)
  async heartbeat(@Param('sessionId') id: string): Promise<WireSession> {
    return found(await this.sessions.touch(id));
  }

  @Post(':sessionId/renew')
  @HttpCode(200)
  async renew(@Param('sessionId') id: string): Promise<WireSession> {
    return found(await this.sessions.renew(id));
  }

  @Patch(':sessionId/timeout')
  async changeTimeouts(@Param('sessionId') id: string, @Body() body: unknown): Promise<WireSession> {
    const timeouts = readRequest(this.schemas.changeTimeouts, body);
    const sent = { timeouts, path: '', unsent: "the session's own" };
    return found(await withWireConflicts(sent, () => this.sessions.updateTimeouts(id, timeoutOptions(timeouts))));
  }

  @Delete(':sessionId')
  async delete(@Param('sessionId') id: string): Promise<WireDeletion> {
    found(await this.sessions.delete(id));
    return DELETED;
  }
}

function found(lookup: SessionLookup): WireSession {
  switch (lookup.state) {
    case 'active':
      return shown(lookup.session, lookup.asOf);
    case 'expired':
      throw ApiError.sessionExpired(lookup.expiredAt);
    case 'unknown':
      throw ApiError.sessionNotFound();
  }
}

function shown(session: Session, asOf: number): WireSession {
  const wire = wireSession(session, asOf);
  if (!wire) throw ApiError.sessionNotFound();
  return wire;
}
