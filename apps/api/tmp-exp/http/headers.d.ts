import type { NestExpressApplication } from '@nestjs/platform-express';
/** The headers of every answer: nothing is cached, since answers carry session ids, and browsers load from here only. */
export declare function setHeaders(app: NestExpressApplication): void;
//# sourceMappingURL=headers.d.ts.map