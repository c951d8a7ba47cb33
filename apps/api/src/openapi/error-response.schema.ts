import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ERROR_STATUS, type ErrorCode } from '../errors/error-codes.js';

@ApiSchema({ name: 'ErrorFacts' })
export class ErrorFactsSchema {
  @ApiProperty({ type: 'string', enum: Object.keys(ERROR_STATUS), description: 'What went wrong, for programs' })
  readonly code!: ErrorCode;

  @ApiProperty({ type: 'string', description: 'What was wrong and what to do about it, for people' })
  readonly message!: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly timestamp!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    selfRequired: false,
    description:
      'VALIDATION_ERROR: `fields`, a list of every bad field with its problem and what is allowed. ' +
      'SESSION_EXPIRED: `expiredAt`.',
  })
  readonly details?: Readonly<Record<string, unknown>>;
}

@ApiSchema({ name: 'ErrorResponse' })
export class ErrorResponseSchema {
  @ApiProperty({ type: ErrorFactsSchema })
  readonly error!: Pick<ErrorFactsSchema, keyof ErrorFactsSchema>;
}
