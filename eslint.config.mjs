import nx from '@nx/eslint-plugin';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/*
 * The rooms of each project, lowest first, and what each may import, types included. Whatever is not listed is an error.
 */

const PORT = 'stores/session-store.ts';
const TOKENS = 'sessions.tokens.ts';

const rooms = {
  domain: [],
  [PORT]: ['domain'],
  options: ['domain', PORT],
  'stores/memory': ['domain', PORT, 'options'],
  credentials: ['domain', 'options'],
  metadata: ['domain', PORT],
  kinds: ['domain', 'options', TOKENS],
  outages: ['domain', PORT],
  events: ['domain', PORT, 'options', 'kinds', TOKENS],
  service: ['domain', PORT, 'options', 'metadata', 'events', 'kinds', TOKENS],
  sweeper: ['domain', PORT, 'options', 'kinds', 'events', TOKENS],
  health: ['domain', PORT, 'options', 'kinds', 'sweeper', TOKENS],
  metrics: ['domain', PORT, 'outages', 'options', 'events', 'sweeper', 'health', 'version.ts', TOKENS],
  guard: ['domain', 'options', 'kinds', 'credentials', 'events', 'service', TOKENS],
  connections: ['domain', PORT, 'options', 'events', 'guard', TOKENS],
  swagger: ['domain', 'health'],
  testing: ['domain', PORT, 'stores/memory'],
  schematics: [],
};

const serverRooms = {
  settings: [],
  errors: [],
  http: ['settings', 'errors'],
  security: ['settings', 'errors', 'paths.ts'],
  openapi: ['settings', 'errors', 'http', 'paths.ts'],
  sessions: ['settings', 'errors', 'http', 'security', 'openapi', 'paths.ts'],
  admin: ['settings', 'errors', 'http', 'security', 'openapi', 'sessions', 'paths.ts'],
  health: ['openapi', 'paths.ts'],
  history: ['settings', 'security', 'openapi', 'paths.ts'],
  metrics: ['settings', 'errors', 'http', 'security', 'history', 'paths.ts'],
  logging: ['paths.ts'],
};

const redisRooms = {
  layout: [],
  connection: [],
  scripts: ['layout', 'connection'],
  operations: ['layout', 'connection', 'scripts'],
  consumer: ['layout', 'scripts', 'connection', 'operations', 'options.ts'],
  check: ['layout', 'connection', 'options.ts', 'redis-session.store.ts'],
};

const benchRooms = {
  suite: [],
  measuring: ['suite'],
  contenders: ['suite', 'measuring'],
  servers: ['suite', 'measuring', 'contenders'],
  rows: ['suite', 'measuring', 'contenders', 'servers'],
  report: ['suite'],
};

function zonesOf(sources, rooms) {
  return Object.entries(rooms).map(([room, allowed]) => ({
    target: `${sources}/${room}`,
    from: sources,
    except: [room, ...allowed].map((path) => `./${path}`),
    message: `${room} may import ${allowed.join(', ') || 'no other room'}: see the table in eslint.config.mjs.`,
  }));
}

const zones = [
  ...zonesOf('./libs/sessions/src', rooms),
  ...zonesOf('./libs/sessions-redis/src', redisRooms),
  ...zonesOf('./apps/api/src', serverRooms),
  ...zonesOf('./apps/bench/src', benchRooms),
];

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/out-tsc',
      '**/tmp',
      '**/api-docs',
      'libs/*/cjs',
      'libs/*/package',
      'tools/packages/test/fixtures',
      'apps/api/test/fixtures',
      '**/*.mjs',
      '**/*.cjs',
      '**/*.js',
      '**/*.json',
      '!**/package.json',
    ],
  },
  ...nx.configs['flat/base'],
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          noWarnOnMultipleProjects: true,
          project: ['libs/*/tsconfig.*.json', 'apps/*/tsconfig.*.json', 'docs/tsconfig.*.json'],
        }),
      ],
    },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: true,
          // These stores are loaded where the settings ask for them.
          checkDynamicDependenciesExceptions: ['sessions', 'sessions-redis', 'sessions-file'],
          // Tests share what starts servers and what makes random histories.
          allow: [
            '../../../apps/api/test/**',
            '../../../docs/test/**',
            '../../../libs/sessions-file/test/**',
            '../../../libs/sessions-redis/test/**',
            '../../../../libs/sessions-redis/test/**',
            '../../libs/sessions-redis/test/**',
            '../../libs/sessions/test/**',
            '../../sessions-redis/test/**',
            '../../sessions/test/**',
          ],
          depConstraints: [
            { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib'] },
            { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib'] },
            { sourceTag: 'type:docs', onlyDependOnLibsWithTags: ['type:lib'] },
          ],
        },
      ],
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Nest's modules and swc's decorated classes are empty by nature.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
      // Nest declares some of its options as classes, and takes literals for them.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'max-lines': ['error', { max: 300 }],
    },
  },
  {
    // The memory store has each answer immediately, but the port wants promises: a refusal is a rejection, never a throw.
    files: ['libs/sessions/src/stores/memory/memory-session.store.ts'],
    rules: { '@typescript-eslint/require-await': 'off' },
  },
  {
    files: ['apps/api/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['redis', 'nest-sessions-redis', 'classic-level', 'nest-sessions-file'],
              message: 'Drivers of stores are loaded, by import(), where the settings ask for them.',
              allowTypeImports: true,
            },
          ],
        },
      ],
    },
  },
  {
    files: ['{libs,apps}/*/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }] },
  },
  {
    files: ['libs/sessions/src/domain/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@nestjs/*', 'rxjs'], message: 'The domain is plain TypeScript.' }] },
      ],
    },
  },
);
