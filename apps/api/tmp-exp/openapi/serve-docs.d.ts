import type { INestApplication } from '@nestjs/common';
/** Serves the docs. What they are made of is loaded for the first request to them: most servers get none. */
export declare function serveDocs(app: INestApplication): void;
//# sourceMappingURL=serve-docs.d.ts.map