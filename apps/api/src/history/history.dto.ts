import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { HealthReport } from 'nest-sessions';

const COUNT = { type: 'integer', minimum: 0 } as const;
/** Absent while the store can't be asked. */
const COUNT_OF_STORE = { ...COUNT, required: false, description: 'Absent if the store could not be asked' };

/** One minute of the history: the counts at its end, and what this instance did in it. */
@ApiSchema({ name: 'HistoryMinute' })
export class HistoryMinuteDto {
  @ApiProperty({ format: 'date-time', description: 'The end of the minute', example: '2024-01-15T10:30:00.000Z' })
  readonly timestamp!: string;
  @ApiProperty({ type: 'string', enum: ['healthy', 'degraded', 'unhealthy'], example: 'healthy' })
  readonly status!: HealthReport['status'];
  @ApiProperty({ ...COUNT_OF_STORE, example: 42 }) readonly activeSessions?: number;
  @ApiProperty({ ...COUNT_OF_STORE, example: 3 }) readonly expiringSoon?: number;
  @ApiProperty({ ...COUNT_OF_STORE, example: 2 }) readonly expiredSessions?: number;
  @ApiProperty({ ...COUNT_OF_STORE, example: 0 }) readonly invalidSessions?: number;
  @ApiProperty({ ...COUNT, description: 'Sessions that this instance created', example: 5 }) readonly created!: number;
  @ApiProperty({ ...COUNT, description: 'Sessions that this instance ended or swept', example: 4 })
  readonly ended!: number;
}

@ApiSchema({ name: 'SessionsHistory' })
export class HistoryDto {
  @ApiProperty({ description: 'The instance that answers. Each keeps a history of its own', example: 'web-1:4711' })
  readonly instance!: string;
  @ApiProperty({ type: [String], description: 'What looks wrong over time, for people; it does not change health' })
  readonly warnings!: readonly string[];
  @ApiProperty({ type: [HistoryMinuteDto], description: 'Oldest first' })
  readonly minutes!: readonly HistoryMinuteDto[];
}
