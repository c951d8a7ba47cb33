import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import { createDocument } from './document.js';

/** Serves Swagger UI at /docs and the document at /docs-json and /docs-yaml. */
export function serveDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, createDocument(app), {
    customSiteTitle: 'Nest Sessions API',
    customCss: '.swagger-ui .topbar { display: none }',
    swaggerOptions: {
      // The badge of the validator would be loaded from another host.
      validatorUrl: null,
      displayRequestDuration: true,
      defaultModelsExpandDepth: 0,
    },
  });
}
