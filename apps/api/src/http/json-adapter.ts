import { ExpressAdapter } from '@nestjs/platform-express';
import type { ServerResponse } from 'node:http';

/**
 * Express, with answers written at once: all of this server are JSON. Express' own `json` finds out the type and the
 * character set of each answer anew, and whether a cache has it already.
 */
export class JsonAdapter extends ExpressAdapter {
  override reply(response: ServerResponse, body: object, status = response.statusCode): void {
    const text = JSON.stringify(body);
    response.statusCode = status;
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Length', Buffer.byteLength(text));
    response.end(text);
  }
}
