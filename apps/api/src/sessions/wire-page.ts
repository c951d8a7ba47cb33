import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { SessionPage } from 'nest-sessions';
import { SessionSchema, wireSession, type WireSession } from './wire-session.js';

@ApiSchema({ name: 'SessionStats' })
export class SessionStatsSchema {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Active and expired ones together', example: 45 })
  readonly totalSessions!: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: 42 })
  readonly activeSessions!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Expired and not swept yet', example: 3 })
  readonly expiredSessions!: number;
}

@ApiSchema({ name: 'SessionPage' })
export class SessionPageSchema {
  @ApiProperty({ type: [SessionSchema] })
  readonly sessions!: readonly WireSession[];

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Active sessions that match, on all pages', example: 42 })
  readonly total!: number;

  @ApiProperty({ type: SessionStatsSchema, description: 'Counts of the whole store' })
  readonly stats!: Pick<SessionStatsSchema, keyof SessionStatsSchema>;

  @ApiProperty({
    type: 'string',
    required: false,
    description: 'Where the next page begins. Absent on the last one',
  })
  readonly nextCursor?: string;
}

/** One page of active sessions on the wire. */
export type WirePage = Pick<SessionPageSchema, keyof SessionPageSchema>;

export function wirePage({ sessions, total, counts, nextCursor, asOf }: SessionPage): WirePage {
  return {
    sessions: sessions.flatMap((session) => wireSession(session, asOf) ?? []),
    total,
    stats: {
      totalSessions: counts.active + counts.expired,
      activeSessions: counts.active,
      expiredSessions: counts.expired,
    },
    ...(nextCursor !== undefined && { nextCursor }),
  };
}
