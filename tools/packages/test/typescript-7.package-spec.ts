import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FreshApplication } from './fresh-application.js';

describe('An application on Nest 12 with TypeScript 7 and redis 5, which keeps its sessions in memory', () => {
  let app: FreshApplication;

  beforeAll(async () => {
    app = await FreshApplication.create('typescript-7');
    await app.run('npx', 'nest', 'add', await app.pack('sessions'));
  });

  afterAll(() => app.remove());

  it('has the module and the health controller from nest add, without a flag for npm', async () => {
    expect(await app.read('src/app.module.ts')).toContain('imports: [SessionsModule.forRoot(), TerminusModule],');
    expect(await app.read('src/health/health.controller.ts')).toContain('export class HealthController');
    expect(JSON.parse(await app.run('npm', 'ls', '--json'))).not.toHaveProperty('problems');
  });

  it('compiles, and answers its health', async () => {
    expect(await app.run('npx', 'tsc', '--version')).toMatch(/^Version 7\./);
    await app.run('npx', 'tsc');
    const server = await app.start('out/main.js');
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
