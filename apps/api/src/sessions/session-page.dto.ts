import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { SessionPage } from 'nest-sessions';
import { EXAMPLE } from '../openapi/decorators.js';
import { SessionDto, toSessionDto } from './session.dto.js';

@ApiSchema({ name: 'SessionStats' })
export class SessionStatsDto {
  @ApiProperty({ type: 'integer', description: 'Active and expired', example: 45 }) readonly totalSessions!: number;
  @ApiProperty({ type: 'integer', example: 42 }) readonly activeSessions!: number;
  @ApiProperty({ type: 'integer', description: 'Not swept yet', example: 3 }) readonly expiredSessions!: number;
}

/** One page of active sessions on the wire. */
@ApiSchema({ name: 'SessionPage' })
export class SessionPageDto {
  @ApiProperty({ type: [SessionDto] }) readonly sessions!: readonly SessionDto[];
  @ApiProperty({ type: 'integer', description: 'Those that match, on all pages', example: 42 }) readonly total!: number;
  @ApiProperty({ description: 'Counts of the whole store' }) readonly stats!: SessionStatsDto;
  @ApiProperty({ required: false, description: 'Where the next page begins, if there is one', example: EXAMPLE.cursor })
  readonly nextCursor?: string;
}

export function toSessionPageDto({ sessions, total, counts, nextCursor, asOf }: SessionPage): SessionPageDto {
  const { active, expired } = counts;
  return {
    sessions: sessions.flatMap((session) => toSessionDto(session, asOf) ?? []),
    total,
    stats: { totalSessions: active + expired, activeSessions: active, expiredSessions: expired },
    ...(nextCursor !== undefined && { nextCursor }),
  };
}
