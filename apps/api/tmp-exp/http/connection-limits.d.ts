import type { Server } from 'node:http';
import type { Settings } from '../settings/settings.js';
export declare function limitConnections(server: Server, { KEEP_ALIVE_SECONDS }: Settings): void;
//# sourceMappingURL=connection-limits.d.ts.map