import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FreshApplication } from './fresh-application.js';

const MODULE = 'apps/shop/src/app/app.module.ts';

describe('An Nx workspace', () => {
  let workspace: FreshApplication;

  beforeAll(async () => {
    workspace = await FreshApplication.create('nx');
    await workspace.run('npx', 'nx', 'add', await workspace.pack('sessions'));
  });

  afterAll(() => workspace.remove());

  it('has the module and the health controller in its application from nx add', async () => {
    const module = await workspace.read(MODULE);
    expect(module).toContain('imports: [SessionsModule.forRoot(), TerminusModule],');
    expect(module).toContain('controllers: [HealthController],');
    expect(JSON.parse(await workspace.read('package.json'))).toMatchObject({
      dependencies: { 'nest-sessions': expect.any(String) },
    });
  });

  it('is not changed by a second nx g nest-sessions:init', async () => {
    const files = ['package.json', MODULE, 'apps/shop/src/app/health/health.controller.ts'];
    const before = await Promise.all(files.map((file) => workspace.read(file)));
    const printed = await workspace.run('npx', 'nx', 'g', 'nest-sessions:init', 'shop');
    expect(printed).not.toMatch(/CREATE|UPDATE/);
    expect(await Promise.all(files.map((file) => workspace.read(file)))).toEqual(before);
  });

  it('builds an application that answers its health', async () => {
    await workspace.run('npx', 'nx', 'build', 'shop');
    const server = await workspace.start('apps/shop/out/main.js');
    try {
      expect(await server.get('/health')).toMatchObject({
        status: 200,
        body: { status: 'ok', details: { sessions: { status: 'up' } } },
      });
    } finally {
      await server.stop();
    }
  });
});
