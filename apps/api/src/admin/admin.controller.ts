import { Controller, Delete, Get, Param, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { SessionsService } from 'nest-sessions';
import { ApiError } from '../errors/api-error.js';
import { ApiErrors, EXAMPLE } from '../openapi/decorators.js';
import { ADMIN_PATH } from '../paths.js';
import { keyOf } from '../security/api-key.js';
import { Needs } from '../security/scopes.js';
import {
  ClearedRecordsDto,
  EndedSessionsDto,
  EndingDto,
  nameOf,
  QuarantinedRecordsDto,
  ShownRecordDto,
  toRecordDto,
  toShownDto,
} from './admin.dto.js';

/** At most so many records are looked at; each holds at most some kilobytes. */
const MAX_RECORDS = 100;

const USER = { name: 'userId', schema: { type: 'string', example: EXAMPLE.userId } };
const RECORD = { name: 'name', schema: { type: 'string', example: 'mEo3Jk0r5VtVx0Qw' } };
const SESSION = { name: 'sessionId', schema: { type: 'string', example: EXAMPLE.sessionId } };
const OLDEST = `The ${String(MAX_RECORDS)} oldest corrupted records, without what is in them.`;
const ALL = 'Their ids are worth nothing from then on. The user may create new ones.';
const SHOWN = 'The record as it was found, which may contain personal data.';
const CLEARED = 'Health recovers if nothing else is wrong.';
const REMEMBERED = 'For as long as the server remembers endings: see SESSIONS_REMEMBER_ENDINGS_MINUTES.';

@ApiTags('admin')
@Controller(ADMIN_PATH)
export class AdminController {
  constructor(private readonly sessions: SessionsService) {}

  @Delete('users/:userId/sessions')
  @Needs('admin')
  @ApiOperation({ operationId: 'endSessionsOfUser', summary: 'End all sessions of a user', description: ALL })
  @ApiParam(USER)
  @ApiOkResponse({ type: EndedSessionsDto, description: 'How many have ended' })
  @ApiErrors()
  async endSessionsOfUser(@Param('userId') userId: string, @Req() request: Request): Promise<EndedSessionsDto> {
    const key = keyOf(request)?.name;
    const by = key === undefined ? 'admin' : `admin: ${key}`;
    return { ended: await this.sessions.revokeByUser(userId.toLowerCase(), { by }) };
  }

  @Get('quarantine')
  @Needs('admin')
  @ApiOperation({ operationId: 'listQuarantine', summary: 'List corrupted records', description: OLDEST })
  @ApiOkResponse({ type: QuarantinedRecordsDto, description: 'The records' })
  @ApiErrors()
  async quarantine(): Promise<QuarantinedRecordsDto> {
    return { records: (await this.sessions.quarantined(MAX_RECORDS)).map(toRecordDto) };
  }

  @Get('quarantine/:name')
  @Needs('admin')
  @ApiOperation({ operationId: 'showQuarantined', summary: 'Show a corrupted record', description: SHOWN })
  @ApiParam(RECORD)
  @ApiOkResponse({ type: ShownRecordDto, description: 'The record with what was found' })
  @ApiErrors('NOT_FOUND')
  async record(@Param('name') name: string): Promise<ShownRecordDto> {
    const records = await this.sessions.quarantined(MAX_RECORDS);
    const record = records.find(({ id }) => nameOf(id) === name);
    if (!record) throw new ApiError('NOT_FOUND', { message: 'Record not found in quarantine.' });
    return toShownDto(record);
  }

  @Delete('quarantine')
  @Needs('admin')
  @ApiOperation({ operationId: 'clearQuarantine', summary: 'Forget all corrupted records', description: CLEARED })
  @ApiOkResponse({ type: ClearedRecordsDto, description: 'How many were forgotten' })
  @ApiErrors()
  async clearQuarantine(): Promise<ClearedRecordsDto> {
    return { cleared: await this.sessions.clearQuarantine() };
  }

  @Get('endings/:sessionId')
  @Needs('admin')
  @ApiOperation({ operationId: 'getEnding', summary: 'Why did a session end?', description: REMEMBERED })
  @ApiParam(SESSION)
  @ApiOkResponse({ type: EndingDto, description: 'The ending' })
  @ApiErrors('SESSION_NOT_FOUND')
  async ending(@Param('sessionId') id: string): Promise<EndingDto> {
    const found = await this.sessions.get(id);
    const iso = (at: number): string => new Date(at).toISOString();
    if (found.state === 'expired') return { reason: found.reason, endedAt: iso(found.expiredAt) };
    if (found.state !== 'ended') throw new ApiError('SESSION_NOT_FOUND');
    const { reason, endedAt, by } = found;
    return { reason, endedAt: iso(endedAt), ...(by !== undefined && { by }) };
  }
}
