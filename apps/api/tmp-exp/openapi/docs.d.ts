import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Settings } from '../settings/settings.js';
/** Swagger UI at /docs and the document at /docs-json and /docs-yaml, which is made for the first request to it. */
export declare function setUpDocs(app: NestExpressApplication, settings: Settings): void;
//# sourceMappingURL=docs.d.ts.map