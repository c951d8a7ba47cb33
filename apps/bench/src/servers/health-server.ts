import 'reflect-metadata';
import { Controller, Get, Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MemorySessionStore, SessionsHealthIndicator, SessionsModule, type HealthReport } from 'nest-sessions';
import { scan } from '../contenders/scanned-map.js';
import { EMPTY, newPeerSession, TIMEOUTS, type PeerSession } from '../contenders/peer-session.js';
import { BARE, INDICATOR } from './health-kinds.js';

// `node health-server.js <kind> <sessions>`, listening on PORT: GET /health.
const [kind = '', sessions = '0'] = process.argv.slice(2);
const size = Number(sessions);

const CONSTANT: HealthReport = {
  status: 'healthy',
  activeSessions: 1_000_000,
  timestamp: new Date().toISOString(),
  expiringSoon: 0,
  uptime: 3600.512_345,
};

@Controller('health')
class BareController {
  @Get()
  report(): HealthReport {
    return CONSTANT;
  }
}

@Controller('health')
class IndicatorController {
  constructor(private readonly health: SessionsHealthIndicator) {}

  @Get()
  report(): Promise<HealthReport> {
    return this.health.report();
  }
}

const map = new Map<string, PeerSession>();

@Controller('health')
class ScanningController {
  @Get()
  report(): HealthReport {
    const { active, expiringSoon } = scan(map);
    return {
      status: 'healthy',
      activeSessions: active,
      timestamp: new Date().toISOString(),
      expiringSoon,
      uptime: process.uptime(),
    };
  }
}

@Module({})
class HealthModule {
  static async of(): Promise<DynamicModule> {
    const module = HealthModule;
    if (kind === BARE) return { module, controllers: [BareController] };
    if (kind === INDICATOR) {
      const store = new MemorySessionStore({ capacity: 2 * size + 1 });
      for (let made = 0; made < size; made += 1) {
        await store.create({ userId: `u${String(made)}`, attributes: EMPTY, metadata: EMPTY, timeouts: TIMEOUTS });
      }
      return { module, imports: [SessionsModule.forRoot({ store })], controllers: [IndicatorController] };
    }
    for (let made = 0; made < size; made += 1) {
      const session = newPeerSession(`u${String(made)}`);
      map.set(session.id, session);
    }
    return { module, controllers: [ScanningController] };
  }
}

const app = await NestFactory.create(await HealthModule.of(), { logger: ['error'] });
await app.listen(process.env.PORT ?? 0, '127.0.0.1');
