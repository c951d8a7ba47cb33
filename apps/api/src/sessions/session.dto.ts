import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { isExpiringSoon, remainingMs, type Session } from 'nest-sessions';
import { EXAMPLE } from '../openapi/decorators.js';
import { TimeoutConfigDto, toTimeoutConfig } from './timeouts.js';

/** A session on the wire, as it was at one instant. */
@ApiSchema({ name: 'Session' })
export class SessionDto {
  @ApiProperty({
    description: 'Anybody who knows it can use the session: treat it like a password',
    example: EXAMPLE.sessionId,
  })
  readonly sessionId!: string;
  @ApiProperty({ format: 'uuid', description: 'Never changes', example: EXAMPLE.channelId })
  readonly channelId!: string;
  @ApiProperty({ format: 'uuid', example: EXAMPLE.agentId }) readonly agentId!: string;
  @ApiProperty({ format: 'uuid', example: EXAMPLE.userId }) readonly userId!: string;
  @ApiProperty({ format: 'date-time', example: '2024-01-15T10:00:00.000Z' }) readonly createdAt!: string;
  @ApiProperty({ format: 'date-time', example: '2024-01-15T10:00:00.000Z' }) readonly lastActivity!: string;
  @ApiProperty({ format: 'date-time', description: 'Expired from then on', example: '2024-01-15T10:30:00.000Z' })
  readonly expiresAt!: string;
  @ApiProperty({ type: 'object', additionalProperties: true, example: { platform: 'web' } })
  readonly metadata!: Readonly<Record<string, unknown>>;
  @ApiProperty() readonly timeoutConfig!: TimeoutConfigDto;
  @ApiProperty({ type: 'integer', minimum: 0, description: 'How often the deadline was moved', example: 0 })
  readonly renewalCount!: number;
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Milliseconds until expiresAt', example: 1_800_000 })
  readonly timeRemaining!: number;
  @ApiProperty({ description: 'Whether it is within its warning threshold', example: false })
  readonly isNearExpiration!: boolean;
}

@ApiSchema({ name: 'SuccessData' })
export class SuccessDto {
  @ApiProperty({ enum: [true], example: true })
  readonly success: boolean = true;
}

@ApiSchema({ name: 'SessionDeleted' })
export class SessionDeletedDto extends SuccessDto {
  @ApiProperty({ example: 'Session deleted successfully' })
  readonly message: string = 'Session deleted successfully';

  @ApiProperty()
  readonly data: SuccessDto = new SuccessDto();
}

/** `undefined` for a session that this server did not make: it has no user, no agent or no channel. */
export function toSessionDto(session: Session, asOf: number): SessionDto | undefined {
  const { userId, attributes } = session;
  const { agentId, channelId } = attributes;
  if (userId === undefined || typeof agentId !== 'string' || typeof channelId !== 'string') return undefined;
  return {
    sessionId: session.id,
    channelId,
    agentId,
    userId,
    createdAt: iso(session.createdAt),
    lastActivity: iso(session.lastActivityAt),
    expiresAt: iso(session.expiresAt),
    metadata: session.metadata,
    timeoutConfig: toTimeoutConfig(session.timeouts),
    renewalCount: session.renewalCount,
    timeRemaining: remainingMs(session, asOf),
    isNearExpiration: isExpiringSoon(session, asOf),
  };
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}
