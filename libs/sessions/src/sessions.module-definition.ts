import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { SessionsModuleOptions } from './options/sessions-options.js';
import { SESSIONS_MODULE_OPTIONS } from './sessions.tokens.js';

export const { ConfigurableModuleClass, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<SessionsModuleOptions>({ optionsInjectionToken: SESSIONS_MODULE_OPTIONS })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createSessionsOptions')
    .setExtras({ isGlobal: false }, (definition, { isGlobal }) => ({ ...definition, global: isGlobal }))
    .build();
