import { ExpressAdapter } from '@nestjs/platform-express';
import type { ServerResponse } from 'node:http';
/**
 * Express, with answers written at once: all of this server are JSON. Express' own `json` finds out the type and the
 * character set of each answer anew, and whether a cache has it already.
 */
export declare class JsonAdapter extends ExpressAdapter {
    reply(response: ServerResponse, body: object, status?: number): void;
}
//# sourceMappingURL=json-adapter.d.ts.map