import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examplesOf } from '../../../docs/test/examples.js';
import { RedisFixture } from '../../../libs/sessions-redis/test/redis-fixture.js';
import { until } from '../../../libs/sessions-redis/test/until.js';
import type { AppProcess } from './app-process.js';
import { FreshApplication } from './fresh-application.js';

const RECIPE = 'docs/recipes/bundling.md';

let app: FreshApplication;
let redis: RedisFixture;

function useApplication(fixture: string): void {
  beforeAll(async () => {
    redis = await RedisFixture.open();
    app = await FreshApplication.create('bundled', fixture);
    await app.install('sessions');
    await app.install('sessions-redis');
  });

  afterAll(async () => {
    await app.remove();
    await redis.close();
  });
}

/** The block of the recipe that begins with a comment. */
function shown(language: string, comment: string): string {
  const found = examplesOf(RECIPE, language).find(({ code }) => code.startsWith(comment));
  if (found === undefined) throw new Error(`${RECIPE} has no block in ${language} that begins with "${comment}".`);
  return found.code;
}

/** Signs in, sends a request as the user, signs out, and waits until the listener is called. */
async function expectToWork(start: (env: NodeJS.ProcessEnv) => Promise<AppProcess>): Promise<void> {
  const server = await start({ REDIS_URL: redis.url, REDIS_PREFIX: redis.freshPrefix() });
  try {
    const { body } = await server.ask('POST /login');
    const authorization = `Bearer ${String(Reflect.get(Object(body), 'id'))}`;
    expect(await server.ask('GET /me', { authorization })).toEqual({ status: 200, body: { userId: 'ada' } });
    expect(await server.ask('GET /health')).toMatchObject({
      status: 200,
      body: { details: { sessions: { status: 'up', activeSessions: 1 } } },
    });
    expect(await server.ask('DELETE /me', { authorization })).toEqual({ status: 200, body: { state: 'active' } });
    expect(await server.ask('GET /me', { authorization })).toMatchObject({ status: 401 });
    const told = async (): Promise<boolean> => String((await server.ask('GET /audit')).body) === 'ada';
    await until('the listener is told that the session ended', told);
  } finally {
    await server.stop();
  }
}

describe('An application with the guard, a listener and Redis, on Nest 11 in CommonJS', () => {
  useApplication('bundled-nest-11');

  it('works when Nest bundles it with webpack as in a monorepo', async () => {
    await app.run('npx', 'nest', 'build');
    await expectToWork((env) => app.startWith(env, 'dist/main.js'));
  });

  it('works from one file that webpack bundled and minified', async () => {
    await app.write('webpack.config.js', shown('js', '// webpack.config.js, with Nest 11'));
    await app.run('npx', 'nest', 'build');
    await expectToWork((env) => app.startAlone(env, 'dist/main.js'));
  });

  it('works from one file that esbuild bundled and minified', async () => {
    const printed = await app.run('sh', '-ec', shown('sh', '# Nest 11, CommonJS'));
    expect(printed).not.toContain('WARNING');
    await expectToWork((env) => app.startAlone(env, 'bundle/main.js'));
  });
});

describe('An application with the guard, a listener and Redis, on Nest 12 in ESM', () => {
  useApplication('bundled-nest-12');

  it('works from one file that esbuild bundled and minified', async () => {
    const printed = await app.run('sh', '-ec', shown('sh', '# Nest 12, ESM'));
    expect(printed).not.toContain('WARNING');
    await expectToWork((env) => app.startAlone(env, 'bundle/main.mjs'));
  });
});
