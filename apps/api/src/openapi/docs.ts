import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import compression from 'compression';
import type { NextFunction, Request, Response } from 'express';
import type { Settings } from '../settings/settings.js';
import { createDocument } from './document.js';

/** The files of Swagger UI, which change with its version only. The page itself and the document change with the settings. */
const ASSETS = /\.(?:css|png|js)$/;
const DOCUMENT = 'swagger-ui-init.js';

/** Swagger UI at /docs and the document at /docs-json and /docs-yaml, which is made for the first request to it. */
export function setUpDocs(app: NestExpressApplication, settings: Settings): void {
  app.use('/docs', compression(), cacheAssets);
  SwaggerModule.setup('docs', app, () => createDocument(app, settings), {
    customSiteTitle: 'Nest Sessions API',
    customCss: '.swagger-ui .topbar { display: none }',
    swaggerOptions: {
      // The badge of the validator would be loaded from another host.
      validatorUrl: null,
      displayRequestDuration: true,
      defaultModelsExpandDepth: 0,
      persistAuthorization: true,
    },
  });
}

function cacheAssets({ path }: Request, response: Response, next: NextFunction): void {
  if (ASSETS.test(path) && !path.endsWith(DOCUMENT)) response.setHeader('Cache-Control', 'public, max-age=86400');
  next();
}
