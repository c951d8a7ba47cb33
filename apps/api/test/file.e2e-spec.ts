import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSessionStore } from 'nest-sessions-file';
import { raiseFormat } from '../../../libs/sessions-file/test/newer-format.js';
import { AGENT, HEALTH, SESSIONS, USER } from './client.js';
import { ServerProcess } from './server-process.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(60_000);

/** A test that runs as root may write everywhere. */
const ROOT = process.getuid?.() === 0;
const NOBODY = { uid: 65_534, gid: 65_534 };
const NEW = {
  userId: USER,
  attributes: { agentId: AGENT, channelId: AGENT },
  metadata: {},
  timeouts: { idleTimeoutMs: 1_800_000, absoluteTimeoutMs: 3_600_000, warningThresholdMs: 60_000, autoRenew: true },
};

describe('The server with sessions in files', () => {
  const processes: ServerProcess[] = [];
  const parents: string[] = [];

  const newDirectory = (): string => {
    const parent = mkdtempSync(join(tmpdir(), 'sessions-api-'));
    parents.push(parent);
    return join(parent, 'sessions');
  };

  const launch = (directory: string, as?: { uid: number; gid: number }): ServerProcess => {
    const started = new ServerProcess({ PORT: '0', SESSIONS_STORE: 'file', SESSIONS_DIRECTORY: directory }, as);
    processes.push(started);
    return started;
  };

  afterEach(async () => {
    for (const started of processes.splice(0)) {
      started.signal('SIGKILL');
      await started.exited;
    }
    for (const parent of parents.splice(0)) rmSync(parent, { recursive: true });
  });

  it('prints their directory, and that they survive a restart', async () => {
    const directory = newDirectory();
    const server = launch(directory);
    await server.url();
    expect(server.stdout).toContain(
      `Store         files in ${directory}, at most 1000000 sessions; a restart keeps them\n`,
    );
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('says where it is once it has all sessions', async () => {
    const directory = newDirectory();
    const before = new FileSessionStore({ directory, sync: 'everysecond' });
    await Promise.all(Array.from({ length: 5000 }, () => before.create(NEW)));
    await before.close();

    const url = await launch(directory).url();
    const health: unknown = await (await fetch(url + HEALTH)).json();
    expect(health).toMatchObject({ status: 'healthy', activeSessions: 5000 });
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)('keeps every session over a restart after %s', async (signal) => {
    const directory = newDirectory();
    const first = launch(directory);
    const { sessionId } = await create(await first.url());
    first.signal(signal);
    await first.exited;

    const url = await launch(directory).url();
    const response = await fetch(`${url}${SESSIONS}/${sessionId}`);
    expect(await response.json()).toMatchObject({ sessionId, userId: USER });
    const health: unknown = await (await fetch(url + HEALTH)).json();
    expect(health).toMatchObject({ status: 'healthy', activeSessions: 1 });
  });

  it('says in one line that another server has the directory open, with code 1', async () => {
    const directory = newDirectory();
    const first = launch(directory);
    await first.url();
    const second = launch(directory);
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.stderr).toMatch(/^The sessions in '.*' can't be opened: process \d+ has them open; stop it, .*\n$/);
    expect(second.stdout).toBe('');
  });

  it('says in one line that the directory holds other files, with code 1', async () => {
    const directory = newDirectory();
    writeFileSync(join(directory, '..', 'notes.txt'), '');
    const server = launch(join(directory, '..'));
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.stderr).toMatch(
      /^The sessions in '.*' can't be opened: .* other files; choose an empty or a new one\.\n$/,
    );
  });

  it('says in one line that the files are damaged, with code 1', async () => {
    const directory = newDirectory();
    const first = launch(directory);
    await create(await first.url());
    first.signal('SIGTERM');
    await first.exited;
    const database = join(directory, 'db');
    for (const name of readdirSync(database)) if (name.startsWith('MANIFEST')) writeFileSync(join(database, name), 'x');
    const second = launch(directory);
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.stderr).toMatch(/^The sessions in '.*' can't be opened: files are damaged .*restore a backup.*\n$/);
  });

  it('says in one line that the directory can not be created, with code 1', async () => {
    const directory = newDirectory();
    const parent = join(directory, '..');
    chmodSync(parent, 0o555);
    const server = launch(directory, ROOT ? NOBODY : undefined);
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.stderr).toBe(
      `The sessions in '${directory}' can't be opened: the directory can't be created (EACCES); choose another one.\n`,
    );
    chmodSync(parent, 0o755);
  });

  it('says in one line that the directory belongs to another user, with code 1', async () => {
    let directory = '/usr';
    if (ROOT) {
      directory = newDirectory();
      mkdirSync(directory);
      chownSync(directory, NOBODY.uid, NOBODY.gid);
    }
    const server = launch(directory);
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.stderr).toMatch(
      /^The sessions in '.*' can't be opened: the directory belongs to user \d+, and this process runs as \d+; choose another one\.\n$/,
    );
  });

  it('says in one line that the files have a newer format, with code 1', async () => {
    const directory = newDirectory();
    const first = launch(directory);
    await first.url();
    first.signal('SIGTERM');
    await first.exited;
    await raiseFormat(directory);
    const second = launch(directory);
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.stderr).toMatch(
      /^The sessions in '.*' can't be opened: they have format \d+, .*; install the version .*\n$/,
    );
  });
});

async function create(url: string): Promise<{ sessionId: string }> {
  const body = JSON.stringify({ agentId: AGENT, userId: USER });
  const response = await fetch(url + SESSIONS, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(response.status).toBe(201);
  return (await response.json()) as { sessionId: string };
}
