import type { RequestHandler } from 'express';
import type { Settings } from '../settings/settings.js';
/**
 * Answers only requests whose `Host` is a name of this server. A page of another site can make its own name lead here
 * (DNS rebinding), and a browser then sends that name along; without an API key it could read and delete sessions.
 */
export declare function allowHosts({ ALLOWED_HOSTS, HOST, PUBLIC_URL }: Settings): RequestHandler;
//# sourceMappingURL=allowed-hosts.d.ts.map