import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { ModuleSource } from './module-source.js';

const ENTRY = {
  property: 'imports',
  className: 'SessionsModule',
  expression: 'SessionsModule.forRoot()',
  from: 'nest-sessions',
} as const;

const HEAD = "import { Module } from '@nestjs/common';\n";
const TAIL = '\nexport class AppModule {}\n';

describe('ModuleSource', () => {
  it.each([
    ['a trailing comma after the argument', '@Module({ imports: [A], },)', 'imports: [A, SessionsModule.forRoot()], }'],
    [
      'comments that look like code',
      "/* @Module({ imports: [] }) */\n// import { SessionsModule } from 'nest-sessions';\n@Module({ /* imports: [X] */ imports: [ /* ] */ A /* [ */ ] })",
      'A, SessionsModule.forRoot() /* [ */ ]',
    ],
    [
      'an array with a comment only',
      '@Module({ imports: [\n // none yet ]\n] })',
      'imports: [SessionsModule.forRoot()\n',
    ],
    [
      'strings that look like code',
      `const text = "@Module({ imports: [] })" + '@Module({';\n@Module({ imports: [A.register('], [', "]")] })`,
      `A.register('], [', "]"), SessionsModule.forRoot()]`,
    ],
    [
      'templates with expressions',
      '@Module({ imports: [A.register(`a ${[1, `]${"}"}`].join(",")} ]`)] })',
      ' ]`), SessionsModule.forRoot()]',
    ],
    [
      'a regular expression',
      '@Module({ imports: [A.register(/[\\]/"\'`]\\//, 4 / 2)] })',
      '4 / 2), SessionsModule.forRoot()]',
    ],
    [
      'decorators over several lines',
      '@Global()\n@Module(\n  {\n    imports: [\n      A.forRoot({\n        a: 1,\n      }),\n    ],\n  },\n)',
      '      }),\n      SessionsModule.forRoot(),\n    ],',
    ],
    [
      'generic arguments',
      '@Module({ imports: [A.register<B, C>(1)] })',
      'A.register<B, C>(1), SessionsModule.forRoot()]',
    ],
    [
      'a spread before the array',
      '@Module({ ...base, imports: [...more, A] })',
      '[...more, A, SessionsModule.forRoot()]',
    ],
    [
      'no array and a method',
      '@Module({ providers: [A], exports: [A] })',
      'exports: [A], imports: [SessionsModule.forRoot()]',
    ],
    [
      'another class before the module',
      '@Injectable()\nclass A { imports = []; }\n@Module({})',
      '@Module({ imports: [',
    ],
    [
      'the decorator behind export',
      'export @Module({})\nabstract class A {}',
      '@Module({ imports: [SessionsModule.forRoot()] })',
    ],
  ])('adds an entry to a source with %s', (_, code, expected) => {
    const { text } = new ModuleSource(HEAD + code + TAIL).with(ENTRY);
    expect(text).toContain(expected);
    expect(syntaxErrors(text)).toEqual([]);
    expect(new ModuleSource(text).with(ENTRY).text).toBe(text);
  });

  it.each([
    [
      "import { Module } from '@nestjs/common'\nimport data from './data.json' with { type: 'json' }\nimport './polyfill'\n",
      "'./polyfill'\nimport {",
    ],
    [
      "import { Module, type Type } from '@nestjs/common';\nimport fs = require('node:fs');\n",
      "'@nestjs/common';\nimport {",
    ],
    [
      "import { Module } from '@nestjs/common'; // Nest\nconst later = import('./later.js');\n",
      "'@nestjs/common';\nimport { SessionsModule } from 'nest-sessions'; // Nest",
    ],
    ["import {\n  Module,\n} from '@nestjs/common';\nimport type {\n  A,\n} from './a.js';\n", "'./a.js';\nimport {"],
  ])('adds the import after the last import of %j', (head, expected) => {
    const { text } = new ModuleSource(`${head}@Module({})${TAIL}`).with(ENTRY);
    expect(text).toContain(expected);
    expect(syntaxErrors(text)).toEqual([]);
  });

  it('does not import a name twice', () => {
    const source = `${HEAD}import { SessionGuard, SessionsModule } from "nest-sessions";\n@Module({})${TAIL}`;
    expect(new ModuleSource(source).with(ENTRY).text).toBe(
      source.replace('@Module({})', '@Module({ imports: [SessionsModule.forRoot()] })'),
    );
  });

  it.each([
    ['@Module()', 'the argument of @Module() is not an object literal'],
    ['@Module(metadata)', 'the argument of @Module() is not an object literal'],
    ['@Module({ imports: [] } as ModuleMetadata)', 'the argument of @Module() is not an object literal'],
    ['@Module({ imports })', 'imports of @Module() is not an array literal'],
    ['@Module({ imports: [A].concat(B) })', 'imports of @Module() is not an array literal'],
    ['@Module({ imports: [] as const })', 'imports of @Module() is not an array literal'],
    ['@Module({ ...base })', 'imports of @Module() may come from a spread or a computed name'],
    ['@Module({ imports: [A], ...base })', 'imports of @Module() may come from a spread or a computed name'],
    ["@Module({ ['imports']: [A] })", 'imports of @Module() may come from a spread or a computed name'],
    ['@Module({ get imports() { return []; } })', 'imports of @Module() may come from a spread or a computed name'],
    ['@Module({})\nclass OtherModule {}\n@Module({})', 'it has more than one class with @Module()'],
    ['class SessionsModule {}\n@Module({})', 'it uses the name SessionsModule for something else'],
    [
      "import type { SessionsModule } from 'nest-sessions';\n@Module({})",
      'it uses the name SessionsModule for something else',
    ],
    [
      "import { SessionsModule as S } from 'nest-sessions';\n@Module({})",
      'it uses the name SessionsModule for something else',
    ],
    [
      "import { SessionsModule } from './shared.js';\n@Module({})",
      'it uses the name SessionsModule for something else',
    ],
    ['@Module({ imports: [A }])', '} has no opening bracket (line 2)'],
    ['@Module({ imports: [A] }', '( has no end (line 2)'],
    ["const text = 'never closed;\n@Module({})", "'never closed; has no end (line 2)"],
    ['const text = `never closed\n@Module({})', 'has no end (line 2)'],
  ])('refuses %j and says why', (code, reason) => {
    expect(() => new ModuleSource(HEAD + code + TAIL).with(ENTRY)).toThrow(reason);
  });

  it("refuses a @Module() that is not Nest's", () => {
    const source = "import { Module } from './own-module.js';\n@Module({})\nclass A {}\n";
    expect(() => new ModuleSource(source)).toThrow("its @Module is not imported from '@nestjs/common'");
  });
});

function syntaxErrors(text: string): readonly unknown[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { experimentalDecorators: true, module: ts.ModuleKind.CommonJS },
  });
  return diagnostics.map(({ messageText }) => messageText);
}
