import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { JsonObject } from 'nest-sessions';
import { TimeoutConfigSchema } from './timeout-config.schema.js';

@ApiSchema({ name: 'Session' })
export class SessionSchema {
  @ApiProperty({
    type: 'string',
    description: 'Opaque and URL-safe. Whoever knows it holds the session: treat it like a password',
    example: 'Vq3T0mJ6yCkR1wZp8sXbN4aE',
  })
  readonly sessionId!: string;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    description: 'Stable for the life of the session',
    example: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  })
  readonly channelId!: string;

  @ApiProperty({ type: 'string', format: 'uuid', example: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' })
  readonly agentId!: string;

  @ApiProperty({ type: 'string', format: 'uuid', example: '6ba7b810-9dad-41d1-80b4-00c04fd430c8' })
  readonly userId!: string;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2024-01-15T10:00:00.000Z' })
  readonly createdAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2024-01-15T10:00:00.000Z' })
  readonly lastActivity!: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    description: 'The session is expired from this instant on',
    example: '2024-01-15T10:30:00.000Z',
  })
  readonly expiresAt!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { platform: 'web' } })
  readonly metadata!: JsonObject;

  @ApiProperty({ type: TimeoutConfigSchema })
  readonly timeoutConfig!: Pick<TimeoutConfigSchema, keyof TimeoutConfigSchema>;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    description: 'How often activity or a renewal moved the deadline',
    example: 0,
  })
  readonly renewalCount!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Milliseconds until expiresAt', example: 1_800_000 })
  readonly timeRemaining!: number;

  @ApiProperty({ type: 'boolean', description: 'Whether it is within its warning threshold', example: false })
  readonly isNearExpiration!: boolean;
}
