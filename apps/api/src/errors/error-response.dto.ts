import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { ApiError } from './api-error.js';
import { ERRORS, type ErrorCode } from './error-codes.js';

@ApiSchema({ name: 'ErrorFacts' })
export class ErrorFactsDto {
  @ApiProperty({ type: 'string', enum: Object.keys(ERRORS), description: 'What went wrong, for programs' })
  readonly code!: ErrorCode;
  @ApiProperty({ description: 'What was wrong and what to do, for people' }) readonly message!: string;
  @ApiProperty({ format: 'date-time', example: '2024-01-15T10:30:45.123Z' }) readonly timestamp!: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    selfRequired: false,
    description: '`fields`, or `expiredAt` and `reason`',
  })
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The one shape of every error. */
@ApiSchema({ name: 'ErrorResponse' })
export class ErrorResponseDto {
  @ApiProperty() readonly error!: ErrorFactsDto;
}

export function errorResponse({ code, message, details }: ApiError, timestamp: string): ErrorResponseDto {
  return { error: { code, message, timestamp, ...(details && { details }) } };
}
