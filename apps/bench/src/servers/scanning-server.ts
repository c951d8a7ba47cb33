import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { newPeerSession, type PeerSession } from '../contenders/peer-session.js';
import { scan } from '../contenders/scanned-map.js';

// `node scanning-server.js <sessions>`: a server whose health report walks a Map of all sessions.
const size = Number(process.argv[2]);
const sessions = new Map<string, PeerSession>();
for (let made = 0; made < size; made += 1) {
  const session = newPeerSession(`u${String(made)}`);
  sessions.set(session.id, session);
}

@Controller('api/messaging/sessions/health')
class ScanningController {
  @Get()
  report(): object {
    const { active, expiringSoon } = scan(sessions);
    const timestamp = new Date().toISOString();
    return { status: 'healthy', activeSessions: active, timestamp, expiringSoon, uptime: process.uptime() };
  }
}

@Module({ controllers: [ScanningController] })
class ScanningModule {}

const app = await NestFactory.create(ScanningModule, { logger: ['error'] });
await app.listen(process.env.PORT ?? 0, '127.0.0.1');
