import 'reflect-metadata';
import { Body, Controller, Get, HttpCode, Module, Param, Post, StandardSchemaValidationPipe } from '@nestjs/common';
import { APP_PIPE, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ApiCreatedResponse, ApiOkResponse, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import * as z from 'zod';

// The routes of the server in plain Nest, without sessions: it validates bodies and answers with fixed sessions. Like the server
// it has security headers and no ETags, sets Swagger up, and leaves bodies and answers to Express.
const METADATA = z
  .record(z.string(), z.unknown())
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= 10_240);
const TIMEOUT_CONFIG = z.strictObject({
  timeoutMinutes: z.number().min(5).max(1440).optional(),
  autoRenew: z.boolean().optional(),
  maxDurationMinutes: z.number().gt(0).max(2880).optional(),
  warningThresholdMinutes: z.number().min(0).max(1440).optional(),
});
const CREATE = z.strictObject({
  agentId: z.guid().toLowerCase(),
  userId: z.guid().toLowerCase(),
  metadata: METADATA.optional(),
  timeoutConfig: TIMEOUT_CONFIG.optional(),
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

const HEALTHY = {
  status: 'healthy',
  activeSessions: 1_000_000,
  timestamp: '2024-01-15T10:00:00.000Z',
  expiringSoon: 0,
  uptime: 3600.512_345,
};

@Controller('api/messaging/sessions')
class BareSessionsController {
  @Get('health')
  @ApiOkResponse({ description: 'The health report' })
  health(): object {
    return HEALTHY;
  }

  @Post()
  @ApiCreatedResponse({ description: 'The session' })
  create(@Body({ schema: CREATE }) { agentId, userId }: z.output<typeof CREATE>): object {
    return { ...SESSION, agentId, userId };
  }

  @Get(':sessionId')
  @ApiOkResponse({ description: 'The session' })
  get(@Param('sessionId') sessionId: string): object {
    return { ...SESSION, sessionId };
  }

  @Post(':sessionId/heartbeat')
  @HttpCode(200)
  @ApiOkResponse({ description: 'The session' })
  heartbeat(@Param('sessionId') sessionId: string): object {
    return { ...SESSION, sessionId };
  }
}

@Module({
  controllers: [BareSessionsController],
  providers: [{ provide: APP_PIPE, useClass: StandardSchemaValidationPipe }],
})
class BareModule {}

const app = await NestFactory.create<NestExpressApplication>(BareModule, { logger: ['error'] });
app.useSecurityHeaders();
app.set('etag', false);
SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, new DocumentBuilder().build()));
await app.listen(process.env.PORT ?? 0, '127.0.0.1');
