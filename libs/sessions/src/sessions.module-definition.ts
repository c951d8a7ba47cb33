import { ConfigurableModuleBuilder } from '@nestjs/common';
import { DEFAULT_KIND } from './domain/kind.js';
import type { SessionsModuleOptions } from './options/sessions-options.js';
import { kindExports, kindProviders } from './sessions.providers.js';
import { SESSIONS_MODULE_OPTIONS } from './sessions.tokens.js';

export const { ConfigurableModuleClass, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<SessionsModuleOptions>({ optionsInjectionToken: SESSIONS_MODULE_OPTIONS })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createSessionsOptions')
    .setExtras({ isGlobal: false, name: DEFAULT_KIND }, ({ providers = [], ...definition }, { isGlobal, name }) => ({
      ...definition,
      global: isGlobal,
      providers: [...providers, ...kindProviders(name)],
      exports: kindExports(name),
    }))
    .build();
