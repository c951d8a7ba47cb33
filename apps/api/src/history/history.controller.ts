import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import * as z from 'zod';
import { ApiErrors } from '../openapi/decorators.js';
import { HISTORY_PATH } from '../paths.js';
import { Needs } from '../security/scopes.js';
import { HistoryDto } from './history.dto.js';
import { MAX_MINUTES, SessionsHistory } from './sessions-history.js';

const MINUTES = `a whole number, 1 to ${String(MAX_MINUTES)}`;

const query = z.strictObject(
  {
    minutes: z
      .string(MINUTES)
      .refine((value) => /^[1-9]\d{0,3}$/.test(value) && Number(value) <= MAX_MINUTES, MINUTES)
      .transform(Number)
      .meta({ type: 'integer', minimum: 1, maximum: MAX_MINUTES, default: 60 })
      .exactOptional(),
  },
  { error: 'only minutes' },
);

const DESCRIPTION =
  'One entry a minute, for at most a day. The counts are those of the whole store; creations and endings are those of this instance.';

@ApiTags('messaging')
@Controller(HISTORY_PATH)
export class HistoryController {
  constructor(private readonly history: SessionsHistory) {}

  @Get()
  @Needs('admin')
  @ApiOperation({ operationId: 'getSessionsHistory', summary: 'Counts of the last minutes', description: DESCRIPTION })
  @ApiQuery({
    name: 'minutes',
    required: false,
    description: 'How many minutes, 60 by default',
    examples: { 'the last hour': { value: 60 }, 'the last day': { value: MAX_MINUTES } },
  })
  @ApiOkResponse({ type: HistoryDto, description: 'The history of this instance' })
  @ApiErrors()
  last(@Query({ schema: query }) { minutes = 60 }: z.output<typeof query>): HistoryDto {
    return this.history.last(minutes);
  }
}
