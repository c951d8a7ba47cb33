import type { LoggerService, LogLevel } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { SessionStore } from 'nest-sessions';
import type { Settings } from './settings/settings.js';
export interface AppParts {
    readonly store: SessionStore;
    /** Default: errors and warnings on the console. */
    readonly logger?: LoggerService | LogLevel[] | false;
}
/** Builds the whole server, ready to listen. What comes before the routes is in the order in which a request meets it. */
export declare function createApp(settings: Settings, parts: AppParts): Promise<NestExpressApplication>;
//# sourceMappingURL=create-app.d.ts.map