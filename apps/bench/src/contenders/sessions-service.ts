import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { MemorySessionStore, SessionsModule, SessionsService } from 'nest-sessions';
import type { Contender } from './contender.js';

/** The memory store, called through the service as an application calls it. */
export async function sessionsService(capacity: number): Promise<Contender> {
  const store = new MemorySessionStore({ capacity });
  const app = await NestFactory.createApplicationContext(SessionsModule.forRoot({ store, sweep: false }), {
    logger: false,
  });
  const sessions = app.get(SessionsService);
  return {
    create: (userId) => sessions.create({ userId }),
    touch: (id) => sessions.touch(id),
    remove: (id) => sessions.delete(id),
    counts: () => sessions.counts(),
    close: () => app.close(),
  };
}
