import { describe, expect, it } from '@jest/globals';
import { addSessions } from './add-sessions.js';

const MODULE = 'src/app.module.ts';
const CONTROLLER = 'src/health/health.controller.ts';

describe('addSessions', () => {
  it('adds the module, the controller and their imports to an empty application', () => {
    const app = new Application({ [MODULE]: moduleWith('@Module({})') });
    expect(app.add()).toEqual({ mustInstall: true, notes: [] });
    expect(app.text(MODULE)).toBe(
      `import { Module } from '@nestjs/common';
import { SessionsModule } from 'nest-sessions';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health/health.controller';

@Module({ imports: [SessionsModule.forRoot(), TerminusModule], controllers: [HealthController] })
export class AppModule {}
`,
    );
    expect(app.text(CONTROLLER)).toContain("this.sessions.check('sessions')");
  });

  it.each([
    ['@Module({ imports: [] })', 'imports: [SessionsModule.forRoot(), TerminusModule]'],
    ['@Module({ imports: [A.register({ a: [1] })] })', 'imports: [A.register({ a: [1] }), SessionsModule.forRoot(), '],
    [
      '@Module({\n  imports: [\n    A,\n  ],\n})',
      'imports: [\n    A,\n    SessionsModule.forRoot(),\n    TerminusModule,\n  ]',
    ],
    [
      '@Module({\n  providers: [A],\n})',
      '  providers: [A],\n  imports: [SessionsModule.forRoot(), TerminusModule],\n  controllers: [HealthController],\n}',
    ],
    ['@Global()\n@Module({ "imports": [A] })', '"imports": [A, SessionsModule.forRoot(), TerminusModule]'],
    [
      '@Module({ imports: [SessionsModule.forRootAsync({})] })',
      'imports: [SessionsModule.forRootAsync({}), TerminusModule]',
    ],
    [
      '@Module({ imports: [\n    A, // first\n    B // last\n  ] })',
      'A, // first\n    B,\n    SessionsModule.forRoot(),',
    ],
  ])('adds its entries to %j', (decorator, expected) => {
    const app = new Application({ [MODULE]: moduleWith(decorator) });
    app.add();
    expect(app.text(MODULE)).toContain(expected);
  });

  it('changes nothing the second time', () => {
    const app = new Application({ [MODULE]: moduleWith('@Module({ imports: [A] })') });
    app.add();
    const once = { ...app.files };
    app.writes = 0;
    expect(app.add()).toEqual({ mustInstall: false, notes: [] });
    expect(app.files).toEqual(once);
    expect(app.writes).toBe(0);
  });

  it('keeps line ends and quotes', () => {
    const app = new Application({
      [MODULE]:
        'import { Module } from "@nestjs/common";\r\n\r\n@Module({\r\n  imports: [],\r\n})\r\nexport class M {}\r\n',
    });
    app.add();
    expect(app.text(MODULE)).toContain('import { SessionsModule } from "nest-sessions";\r\n');
    expect(app.text(MODULE)).not.toMatch(/[^\r]\n/);
  });

  it('imports with the file extension if the application is ESM', () => {
    const app = new Application({ [MODULE]: moduleWith('@Module({})') }, { type: 'module' });
    app.add();
    expect(app.text(MODULE)).toContain("from './health/health.controller.js';");
  });

  it.each([
    ['^11.1.0', { '@nestjs/schedule': '^6.0.0', '@nestjs/terminus': '^11.0.0' }],
    ['12.5.1', { '@nestjs/schedule': '^12.0.0', '@nestjs/terminus': '^12.0.0' }],
  ])('adds the dependencies for Nest %s', (core, companions) => {
    const app = new Application({ [MODULE]: moduleWith('@Module({})') }, { dependencies: { '@nestjs/core': core } });
    app.add();
    expect(app.manifest()).toEqual({ dependencies: { '@nestjs/core': core, ...companions } });
  });

  it('keeps the versions that the application has', () => {
    const dependencies = { '@nestjs/core': '12.5.1', '@nestjs/schedule': '12.0.0', '@nestjs/terminus': '12.0.0' };
    const app = new Application({ [MODULE]: moduleWith('@Module({})') }, { dependencies });
    expect(app.add().mustInstall).toBe(false);
    expect(app.manifest()).toEqual({ dependencies });
  });

  it('adds to the package.json that lists Nest, with the version of the root', () => {
    const path = 'apps/shop/src/app.module.ts';
    const app = new Application(
      {
        [path]: moduleWith('@Module({})'),
        'apps/shop/package.json': '{ "dependencies": { "@nestjs/core": "^12.0.0" } }',
      },
      { dependencies: { 'nest-sessions': '0.1.0' } },
    );
    addSessions(app, path);
    expect(app.text('apps/shop/package.json')).toContain('"nest-sessions": "0.1.0"');
    expect(app.manifest()).toEqual({ dependencies: { 'nest-sessions': '0.1.0' } });
  });

  it('moves a development dependency to the dependencies of the application', () => {
    const app = new Application(
      { [MODULE]: moduleWith('@Module({})') },
      {
        dependencies: { '@nestjs/core': '12.5.1', '@nestjs/schedule': '12.0.2', '@nestjs/terminus': '12.1.0' },
        devDependencies: { 'nest-sessions': '0.1.0', nx: '23.2.1' },
      },
    );
    expect(app.add().mustInstall).toBe(true);
    expect(app.manifest()).toMatchObject({
      dependencies: { 'nest-sessions': '0.1.0' },
      devDependencies: { nx: '23.2.1' },
    });
    expect(app.manifest()).not.toHaveProperty(['devDependencies', 'nest-sessions']);
  });

  it('does not change a health controller of the application, and says what to add', () => {
    const own = 'export class HealthController {}';
    const app = new Application({ [MODULE]: moduleWith('@Module({})'), [CONTROLLER]: own });
    expect(app.add().notes).toEqual([
      "src/health/health.controller.ts already exists: add () => sessions.check('sessions') to its check.",
    ]);
    expect(app.text(CONTROLLER)).toBe(own);
    expect(app.text(MODULE)).not.toContain('HealthController');
  });

  it('does not change a health controller that the module imports from elsewhere', () => {
    const app = new Application({
      [MODULE]: `import { HealthController } from './ops.js';\n${moduleWith('@Module({ controllers: [HealthController] })')}`,
    });
    expect(app.add().notes).toEqual([
      "The HealthController of src/app.module.ts already exists: add () => sessions.check('sessions') to its check.",
    ]);
    expect(app.text(MODULE)).toContain('controllers: [HealthController], imports: [SessionsModule.forRoot()] }');
    expect(app.files).not.toHaveProperty([CONTROLLER]);
  });

  it('says what to add by hand when the module can not be edited', () => {
    const app = new Application({ [MODULE]: moduleWith('@Module(metadata)') }, { type: 'module' });
    expect(() => app.add()).toThrow(
      `src/app.module.ts can't be edited: the argument of @Module() is not an object literal. Nothing was changed. Name another module with --module, or add by hand:
import { SessionsModule } from 'nest-sessions';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health/health.controller.js';
@Module() imports: SessionsModule.forRoot()
@Module() imports: TerminusModule
@Module() controllers: HealthController
src/health/health.controller.ts:
import { Controller, Get } from '@nestjs/common';`,
    );
    expect(app.writes).toBe(0);
  });

  it.each([
    ['src/app.module.ts does not exist. Name the root module with --module.', {}, undefined],
    [
      "src/app.module.ts can't be edited: it has no class with @Module()",
      { [MODULE]: 'export class AppModule {}' },
      undefined,
    ],
    ['imports of @Module() is not an array literal', { [MODULE]: moduleWith('@Module({ imports: ALL })') }, undefined],
    ["works with Nest 11 and 12, but @nestjs/core is '^10.0.0'", { [MODULE]: moduleWith('@Module({})') }, '^10.0.0'],
  ])('refuses, and writes nothing: %s', (message, files, core = '^12.0.0') => {
    const app = new Application(files, { dependencies: { '@nestjs/core': core } });
    expect(() => app.add()).toThrow(message);
    expect(app.writes).toBe(0);
  });
});

function moduleWith(decorator: string): string {
  return `import { Module } from '@nestjs/common';\n\n${decorator}\nexport class AppModule {}\n`;
}

/** The files of an application, in memory. */
class Application {
  writes = 0;
  readonly files: Record<string, string>;

  constructor(files: Record<string, string>, manifest: object = {}) {
    const complete = { dependencies: { '@nestjs/core': '^12.0.0' }, ...manifest };
    this.files = { 'package.json': JSON.stringify(complete), ...files };
  }

  add(): ReturnType<typeof addSessions> {
    return addSessions(this, MODULE);
  }

  read(path: string): string | undefined {
    return this.files[path];
  }

  write(path: string, text: string): void {
    this.files[path] = text;
    this.writes += 1;
  }

  text(path: string): string {
    return this.files[path] ?? '';
  }

  manifest(): unknown {
    return JSON.parse(this.text('package.json'));
  }
}
