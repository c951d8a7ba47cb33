import type { LoggerService, LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { SessionStore } from 'nest-sessions';
import { AppModule } from './app.module.js';
import { limitChunkedBodies, MAX_BODY_BYTES, refuseLargeBodies } from './http/bodies.js';
import { answerOptions, limitConnections, setHeaders } from './http/express-settings.js';
import { QuietAdapter } from './http/quiet-adapter.js';
import { logRequests } from './logging/log-requests.js';
import { ServerLogger } from './logging/server-logger.js';
import { registerMeter } from './metrics/metrics.js';
import { setUpDocs } from './openapi/docs.js';
import { allowHosts } from './security/allowed-hosts.js';
import { requireApiKey } from './security/api-key.js';
import { exceptProbes } from './security/probes.js';
import { apiKeysOf, type Settings } from './settings/settings.js';

export interface AppParts {
  readonly store: SessionStore;
  /** Default: the one that the settings ask for. */
  readonly logger?: LoggerService | LogLevel[] | false;
}

/** Builds the whole server, ready to listen. What runs before the routes is registered in the order in which it runs. */
export async function createApp(settings: Settings, parts: AppParts): Promise<NestExpressApplication> {
  const { store, logger = new ServerLogger(settings.LOG_FORMAT) } = parts;
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.of(settings, store, registerMeter()),
    new QuietAdapter(),
    {
      abortOnError: false,
      bodyParser: false,
      logger,
      // A fixed path such as /sessions/health is never taken for a parameter, in whatever order they are registered.
      routeResolutionStrategy: 'specificity',
    },
  );
  const keys = apiKeysOf(settings);
  const { SESSIONS_RATE_LIMIT_PER_MINUTE: perMinute } = settings;
  limitConnections(app.getHttpServer(), settings);
  app.set('trust proxy', settings.TRUST_PROXY ?? false);
  if (settings.LOG_REQUESTS) app.use(logRequests(settings.LOG_FORMAT));
  setHeaders(app);
  app.use(refuseLargeBodies);
  if (keys.length === 0) app.use(exceptProbes(allowHosts(settings)));
  if (perMinute > 0) {
    // Most servers have no limit, so the others load it.
    const { limitRate } = await import('./security/rate-limit.js');
    app.use(exceptProbes(limitRate(perMinute)));
  }
  if (settings.CORS_ORIGINS.length > 0) {
    app.enableCors({
      origin: settings.CORS_ORIGINS,
      methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
      allowedHeaders: ['Content-Type', 'X-API-KEY'],
      exposedHeaders: ['Retry-After'],
      maxAge: 600,
    });
  } else {
    app.use(answerOptions);
  }
  setUpDocs(app, settings);
  if (keys.length > 0) app.use(exceptProbes(requireApiKey(keys)));
  app.use(limitChunkedBodies);
  app.useBodyParser('json', { limit: MAX_BODY_BYTES, type: ['json', '+json'], inflate: false, strict: false });
  return app;
}
