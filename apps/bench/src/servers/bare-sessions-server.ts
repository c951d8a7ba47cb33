import 'reflect-metadata';
import {
  BadRequestException,
  Body,
  Catch,
  Controller,
  ForbiddenException,
  Get,
  HttpCode,
  HttpException,
  Module,
  Param,
  Post,
  type ArgumentsHost,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, HttpAdapterHost, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';

// The routes of the server without sessions behind them: bodies are read and checked, answers are constants. What any
// server of this kind has stands here too, as Nest offers it: a guard for an API key, which is not set, one shape of
// errors, and the headers of every answer.
const CREATE = z.strictObject({
  agentId: z.guid().toLowerCase(),
  userId: z.guid().toLowerCase(),
  metadata: z
    .record(z.string(), z.unknown())
    .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= 10_240)
    .optional(),
  timeoutConfig: z
    .strictObject({
      timeoutMinutes: z.number().min(5).max(1440).optional(),
      autoRenew: z.boolean().optional(),
      maxDurationMinutes: z.number().gt(0).max(2880).optional(),
      warningThresholdMinutes: z.number().min(0).max(1440).optional(),
    })
    .optional(),
});

const SESSION = {
  sessionId: 'Vq3T0mJ6yCkR1wZp8sXbN4aEAAAAAAAB',
  channelId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  agentId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  userId: '6ba7b810-9dad-41d1-80b4-00c04fd430c8',
  createdAt: '2024-01-15T10:00:00.000Z',
  lastActivity: '2024-01-15T10:00:00.000Z',
  expiresAt: '2024-01-15T10:30:00.000Z',
  metadata: { platform: 'web' },
  timeoutConfig: { timeoutMinutes: 30, autoRenew: true, maxDurationMinutes: 720, warningThresholdMinutes: 5 },
  renewalCount: 0,
  timeRemaining: 1_800_000,
  isNearExpiration: false,
};

@Controller('api/messaging/sessions')
class BareSessionsController {
  @Get('health')
  health(): object {
    return { status: 'healthy' };
  }

  @Post()
  create(@Body() body: unknown): object {
    if (!CREATE.safeParse(body).success) throw new BadRequestException();
    return SESSION;
  }

  @Get(':sessionId')
  get(@Param('sessionId') id: string): object {
    if (id === '') throw new BadRequestException();
    return SESSION;
  }

  @Post(':sessionId/heartbeat')
  @HttpCode(200)
  heartbeat(@Param('sessionId') id: string): object {
    return this.get(id);
  }
}

const { API_KEY } = process.env;

class KeyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (API_KEY === undefined) return true;
    const { headers } = context.switchToHttp().getRequest<IncomingMessage>();
    if (headers['x-api-key'] === API_KEY) return true;
    throw new ForbiddenException();
  }
}

@Catch()
class ErrorFilter implements ExceptionFilter {
  constructor(private readonly host: HttpAdapterHost) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const status = error instanceof HttpException ? error.getStatus() : 500;
    const response: unknown = host.switchToHttp().getResponse();
    this.host.httpAdapter.reply(response, { error: { status, timestamp: new Date().toISOString() } }, status);
  }
}

@Module({
  controllers: [BareSessionsController],
  providers: [
    { provide: APP_GUARD, useClass: KeyGuard },
    { provide: APP_FILTER, useClass: ErrorFilter },
  ],
})
class BareModule {}

const app = await NestFactory.create<NestExpressApplication>(BareModule, { logger: ['error'], bodyParser: false });
// The same headers, so that answers are of one length.
app.useSecurityHeaders({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: "'self'",
      baseUri: "'none'",
      formAction: "'none'",
      frameAncestors: "'none'",
      objectSrc: "'none'",
      imgSrc: ["'self'", 'data:'],
      styleSrc: ["'self'", "'unsafe-inline'"],
    },
  },
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
});
app.use((_request: IncomingMessage, response: ServerResponse, next: () => void) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
});
app.set('etag', false);
app.useBodyParser('json', { limit: '64kb' });
await app.listen(process.env.PORT ?? 0, '127.0.0.1');
