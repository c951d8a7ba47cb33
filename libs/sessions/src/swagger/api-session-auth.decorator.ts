import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiGoneResponse,
  ApiProperty,
  ApiSchema,
  ApiSecurity,
  ApiServiceUnavailableResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { DEFAULT_KIND } from '../domain/kind.js';

/** The default body of a refusal of `SessionGuard`. */
@ApiSchema({ name: 'SessionRefusal' })
export class SessionRefusalSchema {
  @ApiProperty({ type: 'integer', enum: [401, 410, 503], example: 401 })
  readonly statusCode!: number;

  @ApiProperty({ type: 'string', example: 'Unauthorized' })
  readonly error!: string;

  @ApiProperty({
    type: 'string',
    enum: [
      'SESSION_REQUIRED',
      'SESSION_ENDED',
      'SESSION_EXPIRED',
      'SIGN_IN_REQUIRED',
      'SESSION_MISMATCHED',
      'REAUTHENTICATION_REQUIRED',
      'STORE_UNAVAILABLE',
    ],
  })
  readonly code!: string;

  @ApiProperty({ type: 'string', example: 'The request names no active session.' })
  readonly message!: string;

  @ApiProperty({
    type: 'string',
    required: false,
    example: 'idle',
    description:
      'Why the session ended. SESSION_EXPIRED: idle or absolute. SESSION_ENDED: deleted, revoked, evicted, rotated or a reason of the application',
  })
  readonly reason?: string;

  @ApiProperty({ type: 'string', format: 'date-time', required: false, description: 'Only for SESSION_EXPIRED' })
  readonly expiredAt?: string;

  @ApiProperty({ type: 'string', format: 'date-time', required: false, description: 'Only for SESSION_ENDED' })
  readonly endedAt?: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    required: false,
    description: 'Only for REAUTHENTICATION_REQUIRED',
  })
  readonly authenticatedAt?: string;

  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'Only for REAUTHENTICATION_REQUIRED: how long an authentication counts, in milliseconds',
  })
  readonly withinMs?: number;
}

export interface ApiSessionAuthOptions {
  /** The names of the modules, as in `@UseSessions()`. Default: the module without a name. */
  readonly kinds?: readonly string[];
  /** The class of the body, if `guard.refusalBody` makes another one. Default `SessionRefusalSchema`. */
  readonly body?: Type;
}

/**
 * Documents what `SessionGuard` asks for and its answers 401, 410 and 503, of a class or a handler. Add a security scheme named
 * `session` to the document, or `session-staff` for the module named `staff`.
 *
 * @example
 * ‍@Get('mine')
 * ‍@UseGuards(SessionGuard)
 * ‍@ApiSessionAuth()
 * mine(@CurrentSession() session: Session) {
 *   return { of: session.userId };
 * }
 */
export function ApiSessionAuth(options: ApiSessionAuthOptions = {}): ClassDecorator & MethodDecorator {
  const { kinds = [DEFAULT_KIND], body: type = SessionRefusalSchema } = options;
  return applyDecorators(
    ...kinds.map((kind) => ApiSecurity(kind === DEFAULT_KIND ? 'session' : `session-${kind}`)),
    ApiUnauthorizedResponse({ type, description: 'The request names no active session, or its session was ended' }),
    ApiGoneResponse({ type, description: 'The session has expired' }),
    ApiServiceUnavailableResponse({ type, description: "The sessions can't be reached" }),
  );
}
