import { afterEach, describe, expect, it } from '@jest/globals';
import { run } from 'nest-sessions-cli';
import { Readable } from 'node:stream';
import { AGENT, SESSIONS, USER } from './client.js';
import { ServerProcesses } from './server-processes.js';

const KEY = 'correct-horse-battery-staple';
const processes = new ServerProcesses();
afterEach(() => processes.killAll());

async function command(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<{ code: number; text: string }> {
  let text = '';
  const write = (part: string): void => void (text += `${part}\n`);
  const stdin = Readable.from(['']);
  const code = await run(args, { env, stdin, isTerminal: false, out: write, note: write });
  return { code, text };
}

async function create(url: string, key?: string): Promise<string> {
  const response = await fetch(url + SESSIONS, {
    method: 'POST',
    body: JSON.stringify({ agentId: AGENT, userId: USER }),
    headers: { 'content-type': 'application/json', ...(key !== undefined && { 'x-api-key': key }) },
  });
  return ((await response.json()) as { sessionId: string }).sessionId;
}

describe('The command, with the URL of a server', () => {
  it('counts, lists and ends sessions with a key', async () => {
    const url = await processes.launch({ SESSIONS_API_KEY: KEY }).url();
    const id = await create(url, KEY);
    const on = (...args: readonly string[]): ReturnType<typeof command> =>
      command([...args, '--json', '--target', url], { SESSIONS_API_KEY: KEY });
    expect(await on('stats')).toMatchObject({ code: 0, text: expect.stringContaining('"active":1') });
    const { text } = await on('list', USER);
    expect(text).toContain(`"user":"${USER}"`);
    expect(text).not.toContain(id);
    expect(await on('end', id)).toEqual({ code: 0, text: '{"ended":1}\n' });
    expect(await on('end', id)).toEqual({ code: 1, text: '{"ended":0}\n' });
    expect(await on('doctor')).toMatchObject({ code: 0, text: expect.stringContaining('"message":"healthy"') });
    expect(await on('sweep')).toMatchObject({
      code: 2,
      text: expect.stringContaining('A server does not offer a sweep'),
    });
  });

  it('needs the key', async () => {
    const url = await processes.launch({ SESSIONS_API_KEY: KEY }).url();
    expect(await command(['list', '--target', url])).toMatchObject({
      code: 3,
      text: expect.stringMatching(/answers 401.*Set SESSIONS_API_KEY/),
    });
    expect(await command(['doctor', '--target', url])).toMatchObject({
      code: 1,
      text: expect.stringMatching(/PROBLEM {2}access .*answers 401/),
    });
  });

  it('finds that a server is degraded, or is not there', async () => {
    const url = await processes.launch({ SESSIONS_STORE: 'memory', SESSIONS_MAX: '1' }).url();
    await create(url);
    const { code, text } = await command(['doctor', '--target', url]);
    expect(code).toBe(0);
    expect(text).toMatch(/WARNING {2}health +degraded: the store holds 1 of at most 1 sessions$/m);
    await processes.killAll();
    expect(await command(['doctor', '--target', url])).toMatchObject({
      code: 1,
      text: expect.stringMatching(
        /PROBLEM {2}connection +The server does not answer \((ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET)\)\./,
      ),
    });
  });
});
