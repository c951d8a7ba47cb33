import { ExpressAdapter } from '@nestjs/platform-express';
/**
 * Express, with answers written at once: all of this server are JSON. Express' own `json` finds out the type and the
 * character set of each answer anew, and whether a cache has it already.
 */
export class JsonAdapter extends ExpressAdapter {
    reply(response, body, status = response.statusCode) {
        const text = JSON.stringify(body);
        response.statusCode = status;
        response.setHeader('Content-Type', 'application/json; charset=utf-8');
        response.setHeader('Content-Length', Buffer.byteLength(text));
        response.end(text);
    }
}
//# sourceMappingURL=json-adapter.js.map