import type { INestApplication } from '@nestjs/common';
import type { Server } from 'node:http';
/** Refuses in the one shape what Node by itself refuses with an empty body. */
export declare function checkHeads(app: INestApplication<Server>): void;
//# sourceMappingURL=checked-heads.d.ts.map