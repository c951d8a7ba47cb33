import type { INestApplication } from '@nestjs/common';
import type { Server } from 'node:http';
/** The headers of every answer: nothing is cached, since answers carry session ids, and browsers load from here only. */
export declare function setHeaders(app: INestApplication<Server>): void;
//# sourceMappingURL=response-headers.d.ts.map