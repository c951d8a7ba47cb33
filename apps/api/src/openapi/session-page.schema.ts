import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { SessionSchema } from './session.schema.js';

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
  readonly sessions!: readonly Pick<SessionSchema, keyof SessionSchema>[];

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
