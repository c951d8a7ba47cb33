import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FreshApplication, PROJECTS } from './fresh-application.js';

describe('The packed command', () => {
  let app: FreshApplication;
  beforeAll(async () => {
    app = await FreshApplication.create('command');
    const packed = await Promise.all(PROJECTS.map((project) => app.pack(project)));
    await app.run('npm', 'install', ...packed, '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund');
  });
  afterAll(() => app.remove());

  it('shows its usage', async () => {
    expect(await app.run('npx', 'nest-sessions', '--help')).toMatch(/^nest-sessions <command> --target/m);
  });

  it('checks a directory that a store has made', async () => {
    const script = `
      import { FileSessionStore } from 'nest-sessions-file';
      const store = new FileSessionStore({ directory: 'sessions' });
      await store.opened();
      await store.close();`;
    await app.run('node', '--input-type=module', '-e', script);
    expect(await app.run('npx', 'nest-sessions', 'doctor', '--target', 'sessions')).toMatch(
      /^ok +directory +opened; 0 active sessions$/m,
    );
  });
});
