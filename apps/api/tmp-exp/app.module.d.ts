import { type DynamicModule } from '@nestjs/common';
import { type SessionStore } from 'nest-sessions';
import { type Settings } from './settings/settings.js';
export declare class AppModule {
    static of(settings: Settings, store: SessionStore): DynamicModule;
}
//# sourceMappingURL=app.module.d.ts.map