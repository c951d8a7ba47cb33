import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ name: 'TimeoutConfig' })
export class TimeoutConfigSchema {
  @ApiProperty({ type: 'number', description: 'The longest gap between two activities, in minutes', example: 30 })
  readonly timeoutMinutes!: number;

  @ApiProperty({ type: 'boolean', description: 'Whether activity extends the session', example: true })
  readonly autoRenew!: boolean;

  @ApiProperty({ type: 'number', description: 'The longest life, however active, in minutes', example: 720 })
  readonly maxDurationMinutes!: number;

  @ApiProperty({
    type: 'number',
    description: 'How long before its expiry the session counts as near expiration, in minutes',
    example: 5,
  })
  readonly warningThresholdMinutes!: number;
}
