import type { INestApplication } from '@nestjs/common';
/**
 * Makes the adapter hand out the bodies of requests as they came, whatever their type, and refuse those that are too
 * large. `RequestBodyGuard` reads them.
 */
export declare function acceptRawBodies(app: INestApplication): void;
//# sourceMappingURL=raw-bodies.d.ts.map