import type { INestApplication } from '@nestjs/common';
import { type OpenAPIObject } from '@nestjs/swagger';
import type { Settings } from '../settings/settings.js';
/** The OpenAPI document of the server. */
export declare function createDocument(app: INestApplication, settings: Settings): OpenAPIObject;
//# sourceMappingURL=document.d.ts.map