import 'reflect-metadata';
import { BadRequestException, Body, Controller, Get, HttpCode, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import * as z from 'zod';

// The routes of the server without sessions behind them: bodies are read and checked, answers are constants.
const CREATE = z.strictObject({
  agentId: z.guid(),
  userId: z.guid(),
  metadata: z.record(z.string(), z.unknown()).optional(),
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

@Module({ controllers: [BareSessionsController] })
class BareModule {}

const app = await NestFactory.create(BareModule, { logger: ['error'] });
await app.listen(process.env.PORT ?? 0, '127.0.0.1');
