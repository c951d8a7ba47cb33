import { afterEach, describe, expect, it } from '@jest/globals';
import { run } from 'nest-sessions-cli';
import { Readable } from 'node:stream';
import { AGENT, SESSIONS, sessionOf, USER } from './client.js';
import { Servers } from './server.js';
import { ServerProcesses } from './server-processes.js';

const KEY = 'correct-horse-battery-staple';
const processes = new ServerProcesses();
const servers = new Servers();
afterEach(async () => {
  await processes.killAll();
  await servers.closeAll();
});

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
    await create(url, KEY);
    expect(await on('revoke', USER)).toEqual({ code: 0, text: '{"ended":1}\n' });
    expect(await on('sweep')).toMatchObject({
      code: 2,
      text: expect.stringContaining('A server does not offer a sweep'),
    });
  });

  it('needs a key with the scope admin for what belongs to others', async () => {
    const env = { SESSIONS_API_KEY: KEY, SESSIONS_API_KEYS: `web:write:${KEY}-of-the-web` };
    const url = await processes.launch(env).url();
    const web = (...args: readonly string[]): ReturnType<typeof command> =>
      command([...args, '--target', url], { SESSIONS_API_KEY: env.SESSIONS_API_KEY + '-of-the-web' });
    expect(await web('revoke', USER)).toMatchObject({ code: 3, text: expect.stringContaining('answers 403') });
    expect(await web('quarantine')).toMatchObject({ code: 3, text: expect.stringContaining('answers 403') });
    expect(await web('doctor')).toMatchObject({ code: 1, text: expect.stringContaining('a key with the scope admin') });
  });

  it('lists, shows and clears the quarantine of a server', async () => {
    const { port, client, corrupt } = await servers.start();
    await corrupt(sessionOf(await client.post(SESSIONS, { agentId: AGENT, userId: USER })).sessionId);
    const on = (...args: readonly string[]): ReturnType<typeof command> =>
      command(['--json', '--target', `http://127.0.0.1:${String(port)}`, '--', ...args]);
    const { session } = JSON.parse((await on('quarantine')).text) as { session: string };
    expect(await on('quarantine', 'show', session)).toMatchObject({
      code: 0,
      text: expect.stringMatching(/"problem":"damaged by the test".*"raw":".*/),
    });
    expect(await on('quarantine', 'show', 'other')).toEqual({ code: 1, text: '' });
    expect(await on('quarantine', 'clear')).toEqual({ code: 0, text: '{"cleared":1}\n' });
    expect(await on('quarantine')).toEqual({ code: 0, text: '' });
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
