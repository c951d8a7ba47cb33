import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ServerProcess } from './server-process.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

const README = new URL('../../../README.md', import.meta.url);

describe('README', () => {
  let server: ServerProcess | undefined;

  afterEach(async () => {
    server?.signal('SIGKILL');
    await server?.exited;
  });

  it('has a tour whose commands work in order', async () => {
    server = new ServerProcess({ PORT: '0' });
    const url = await server.url();
    const answers = await run(tourOf(await readFile(README, 'utf8')).replaceAll('http://127.0.0.1:3000', url));
    const session = { timeoutConfig: { timeoutMinutes: 10 }, renewalCount: expect.any(Number) };
    expect(answers).toMatchObject([
      { status: 'healthy', activeSessions: 0 },
      session,
      session,
      session,
      { timeoutConfig: { timeoutMinutes: 20 } },
      { total: 1, sessions: [{ timeoutConfig: { timeoutMinutes: 20 } }] },
      { success: true },
      { status: 'ok' },
      { status: 'ok', details: { sessions: { status: 'up' } } },
    ]);
  });
});

/** The commands of the tour, each answer on a line of its own. */
function tourOf(readme: string): string {
  const blocks = [...readme.matchAll(/```sh tour\n(.*?)```/gs)].map(([, block = '']) => block);
  return blocks.join('').replaceAll(/^(curl (?:.*\\\n)*.*)$/gm, '$1; echo');
}

async function run(script: string): Promise<unknown[]> {
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script]);
  return stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}
