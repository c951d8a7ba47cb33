import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FreshApplication } from './fresh-application.js';

export interface Shop {
  readonly fixture: string;
  /** A TypeScript project for each kind of module resolution. */
  readonly projects: readonly string[];
  /** The test runners, by name. */
  readonly runners: Readonly<Record<string, { readonly command: readonly string[]; readonly env?: NodeJS.ProcessEnv }>>;
}

/** The tests of an application that installs `nest-sessions` by `nest add` and the stores by npm. `more` adds tests. */
export function describeShop(name: string, { fixture, projects, runners }: Shop, more?: (app: App) => void): void {
  describe(name, () => {
    let app: FreshApplication;

    beforeAll(async () => {
      app = await FreshApplication.create('shop', fixture);
      await app.run('npx', 'nest', 'add', await app.pack('sessions'));
      await app.install('sessions-redis');
      await app.install('sessions-file');
    });

    afterAll(() => app.remove());

    it('has the module and the health controller from nest add, once', async () => {
      const module = await app.read('src/app.module.ts');
      expect(module).toContain('controllers: [ReportController, HealthController],');
      expect(module).toContain('imports: [SessionsModule.forRoot(), TerminusModule],');
      const manifest = await app.read('package.json');
      await app.run('npx', 'nest', 'add', 'nest-sessions', '--skip-install');
      expect(await app.read('src/app.module.ts')).toBe(module);
      expect(await app.read('package.json')).toBe(manifest);
    });

    it.each(projects)('passes the type check of %s', async (project) => {
      expect(await app.run('npx', 'tsc', '-p', project)).not.toContain('error TS');
    });

    it.each(Object.entries(runners))('passes its own tests in %s', async (_, { command, env = {} }) => {
      expect(await app.runWith(env, 'npx', ...command)).toMatch(/^ *Tests:? +\d+ passed/m);
    });

    it.each(['express', 'fastify'])('answers its health on %s and documents it', async (platform) => {
      const server = await app.start('out/src/main.js', platform);
      try {
        expect(await server.get('/health')).toMatchObject({
          status: 200,
          body: { status: 'ok', details: { sessions: { status: 'up', activeSessions: 0 } } },
        });
        expect(await server.get('/sessions/health')).toMatchObject({ status: 200, body: { status: 'healthy' } });
        expect(await server.get('/docs-json')).toMatchObject({
          body: {
            paths: { '/health': { get: {} }, '/sessions/health': { get: {} } },
            components: { schemas: { HealthReport: { properties: { activeSessions: { type: 'integer' } } } } },
          },
        });
      } finally {
        await server.stop();
      }
    });

    it('keeps its sessions in files over a restart', async () => {
      const keep = (...args: readonly string[]): Promise<string> =>
        app.run('node', 'out/src/keep-in-files.js', 'data/sessions', ...args);
      const id = (await keep()).trim();
      expect(id).toMatch(/^[\w-]{20,}$/);
      expect(await keep(id)).toBe('ada\n');
    });

    more?.(() => app);
  });
}

type App = () => FreshApplication;
