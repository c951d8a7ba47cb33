import type { INestApplication } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Docs } from './docs.js';

const DOCS = /^\/docs(?:-json|-yaml)?(?:[/?]|$)/i;

/** Serves the docs. What they are made of is loaded for the first request to them: most servers get none. */
export function serveDocs(app: INestApplication): void {
  let docs: Promise<Docs> | undefined;
  const load = async (): Promise<Docs> => (await import('./docs.js')).createDocs(app);
  app.use((request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => {
    if (!asksForDocs(request)) {
      next();
      return;
    }
    docs ??= load();
    docs.then((answer) => answer(request, response, next), next);
  });
}

function asksForDocs({ method, url = '' }: IncomingMessage): boolean {
  return DOCS.test(url) && (method === 'GET' || method === 'HEAD');
}
