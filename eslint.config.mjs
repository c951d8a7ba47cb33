import nx from '@nx/eslint-plugin';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Which room of the library may look into which: each entry lists what the room may not import, and why. */
const rooms = {
  domain: {
    message: 'The domain is plain TypeScript: it imports nothing of the house but itself.',
    group: [
      '**/stores/**',
      '**/sweeper/**',
      '**/health/**',
      '**/swagger/**',
      '**/testing/**',
      '../*',
      '@nestjs/*',
      'rxjs',
    ],
  },
  stores: {
    message: 'A store imports the domain, the port and its own driver.',
    group: ['**/sweeper/**', '**/health/**', '**/swagger/**', '**/testing/**', '../../*.js', '@nestjs/*', 'rxjs'],
  },
  'stores/memory': {
    message: 'The memory store knows no other store.',
    group: [
      '**/sweeper/**',
      '**/health/**',
      '**/swagger/**',
      '**/testing/**',
      '../../*.js',
      '@nestjs/*',
      'rxjs',
      '**/redis/**',
    ],
  },
  'stores/redis': {
    message: 'The Redis store knows no other store.',
    group: [
      '**/sweeper/**',
      '**/health/**',
      '**/swagger/**',
      '**/testing/**',
      '../../*.js',
      '!../../session-store.js',
      '@nestjs/*',
      'rxjs',
      '**/memory/**',
    ],
  },
  sweeper: {
    message: 'The sweeper knows the port, never a particular store.',
    group: ['**/stores/memory/**', '**/stores/redis/**', '**/health/**', '**/swagger/**', '**/testing/**'],
  },
  health: {
    message: 'Health knows the port, never a particular store.',
    group: ['**/stores/memory/**', '**/stores/redis/**', '**/swagger/**', '**/testing/**'],
  },
  http: {
    message: 'The guard knows the service, never a store.',
    group: ['**/stores/**', '**/sweeper/**', '**/health/**', '**/swagger/**', '**/testing/**'],
  },
  swagger: {
    message: 'The schemas describe the health report and nothing else.',
    group: ['**/stores/**', '**/sweeper/**', '**/domain/**', '**/testing/**'],
  },
};

/** Which rooms of the server each of them may look into. */
const serverRooms = {
  settings: [],
  errors: [],
  http: ['settings', 'errors'],
  security: ['settings', 'errors'],
  openapi: ['settings', 'errors', 'http'],
  sessions: ['settings', 'errors', 'http', 'openapi'],
  health: ['openapi'],
};

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/out-tsc',
      '**/tmp',
      '**/api-docs',
      'libs/sessions/cjs',
      'libs/sessions/package',
      'libs/sessions/test/package/fixtures',
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
          project: ['libs/*/tsconfig.*.json', 'apps/*/tsconfig.*.json'],
        }),
      ],
    },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: true,
          // One of its doors, that of Redis, is loaded where it is needed.
          checkDynamicDependenciesExceptions: ['sessions'],
          // Tests of the server start the same Redis as those of the library.
          allow: ['../../../libs/sessions/test/**'],
          depConstraints: [
            { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib'] },
            { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib'] },
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
    // The memory store answers at once, but by the promises of the port: a refusal is a rejection, never a throw.
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
              group: ['redis', 'nest-sessions/redis'],
              message: 'The client of Redis is loaded, by import(), where the settings ask for it.',
              allowTypeImports: true,
            },
          ],
        },
      ],
    },
  },
  ...Object.entries(rooms).map(([room, { message, group }]) => ({
    files: [`libs/sessions/src/${room}/**/*.ts`],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
  })),
  ...Object.entries(serverRooms).map(([room, below]) => ({
    files: [`apps/api/src/${room}/**/*.ts`],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^\\.\\./(?!${[...below.map((name) => `${name}/`), 'paths\\.js$'].join('|')})`,
              message: `This room of the server knows ${below.join(', ') || 'no other'} only.`,
            },
          ],
        },
      ],
    },
  })),
);
