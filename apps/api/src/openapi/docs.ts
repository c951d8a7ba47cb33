import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import compression from 'compression';
import type { NextFunction, Request, Response } from 'express';
import type { Settings } from '../settings/settings.js';
import { createDocument } from './document.js';

/** The files of Swagger UI, which change with its version only. The page itself and the document change with the settings. */
const ASSETS = /\.(?:css|png|js)$/;
const DOCUMENT = 'swagger-ui-init.js';

/** Hides the choice of a server, since there is only one. On a narrow screen, puts the cells of a table below each other. */
const CSS = `
.swagger-ui .topbar, .swagger-ui .servers-title, .swagger-ui .servers,
.swagger-ui .scheme-container:not(:has(.auth-wrapper)) { display: none }
@media (max-width: 600px) {
  .swagger-ui table, .swagger-ui tbody, .swagger-ui tr, .swagger-ui td { display: block; width: auto; padding: 4px 0 }
  .swagger-ui thead, .swagger-ui td.response-col_links:has(> i) { display: none }
  .swagger-ui .response-col_links pre { white-space: pre-wrap; overflow-wrap: anywhere }
}`;

/** Serves Swagger UI at /docs, and the document at /docs-json and /docs-yaml. The first request to the document creates it. */
export function setUpDocs(app: NestExpressApplication, settings: Settings): void {
  app.use('/docs', prepare);
  SwaggerModule.setup('docs', app, () => createDocument(app, settings), {
    customSiteTitle: 'Nest Sessions API',
    customCss: CSS,
    swaggerOptions: {
      // The badge of the validator would be loaded from another host.
      validatorUrl: null,
      displayRequestDuration: true,
      defaultModelsExpandDepth: 0,
      persistAuthorization: true,
    },
  });
}

const compress = compression();

/** Redirects /docs/ to /docs, because relative URLs would lead elsewhere from there. Compresses, and lets assets be cached. */
function prepare(request: Request, response: Response, next: NextFunction): void {
  const { path, originalUrl } = request;
  const isPage = path === '/index.html' || (path === '/' && originalUrl.startsWith('/docs/'));
  if (ASSETS.test(path) && !path.endsWith(DOCUMENT)) response.setHeader('Cache-Control', 'public, max-age=86400');
  if (isPage) response.redirect(301, '../docs');
  else compress(request, response, next);
}
