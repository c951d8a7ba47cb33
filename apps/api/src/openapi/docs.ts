import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createDocument } from './document.js';

/** Answers a request to the docs, or hands it on where they have nothing. */
export type Docs = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

class NoModule {}

/**
 * Swagger UI at /docs and the document at /docs-json and /docs-yaml: an application of its own, since one that listens
 * takes no more routes.
 */
export async function createDocs(app: INestApplication): Promise<Docs> {
  const docs = await NestFactory.create<NestExpressApplication>(NoModule, new ExpressAdapter(), { logger: false });
  docs.disable('x-powered-by').disable('etag');
  SwaggerModule.setup('docs', docs, createDocument(app), {
    customSiteTitle: 'Nest Sessions API',
    customCss: '.swagger-ui .topbar { display: none }',
    swaggerOptions: {
      // The badge of the validator would be loaded from another host.
      validatorUrl: null,
      displayRequestDuration: true,
      defaultModelsExpandDepth: 0,
    },
  });
  return docs.getHttpAdapter().getInstance();
}
