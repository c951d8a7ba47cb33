import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { imageCommand, imageEnvironment, IMAGE_USER as USER, WORKSPACE } from './dockerfile.js';

const KEY = 'a-key-of-the-test-with-32-characters';

// Each creation is on the disk before it is answered.
jest.setTimeout(60_000);

// What the image runs, without a container engine: as PID 1, as another user, with nothing to write to but its volume.
let child: ChildProcess;
let closed: Promise<unknown>;
let url: string;
let data: string;
let printed = '';

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'sessions-image-'));
  chownSync(data, USER, USER);
  printed = '';
  const readOnly = (path: string): string => `mount --rbind ${path} ${path} && mount -o remount,bind,ro ${path}`;
  const writable = `mount --bind ${data} ${data} && mount -o remount,bind,rw ${data}`;
  const script = [readOnly(WORKSPACE), readOnly(tmpdir()), writable, 'mount -o remount,bind,ro /', `cd ${WORKSPACE}`]
    .concat(`exec setpriv --reuid=${String(USER)} --regid=${String(USER)} --clear-groups --no-new-privs "$@"`)
    .join(' && ');
  const apart = ['--mount', '--pid', '--fork', '--mount-proc', 'sh', '-c', script, 'sh'];
  child = spawn('unshare', [...apart, ...imageCommand(/^CMD (.*)$/m)], { env: environment() });
  closed = once(child, 'close');
  child.stdout?.on('data', (text: Buffer) => (printed += String(text)));
  child.stderr?.on('data', (text: Buffer) => (printed += String(text)));
  while (!/(http:[^\s"]+)\/docs["\n]/.test(printed)) {
    if (child.exitCode !== null) throw new Error(`The server ended before it listened: ${printed}`);
    await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')]);
  }
  url = /(http:[^\s"]+)\/docs["\n]/.exec(printed)?.[1] ?? '';
});

afterEach(async () => {
  // The end of `unshare` does not end the server.
  if (child.exitCode === null) process.kill(serverId(), 'SIGKILL');
  await closed;
  rmSync(data, { recursive: true });
});

/** That of the image, on a free port and with the data in the folder of the test. */
function environment(): Record<string, string> {
  const path = process.env.PATH ?? '';
  const own = { PATH: path, PORT: '0', HOST: '127.0.0.1', SESSIONS_DIRECTORY: data, SESSIONS_API_KEY: KEY };
  return { ...imageEnvironment(), ...own };
}

/** The server's id outside of its namespace. */
function serverId(): number {
  return Number(execFileSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' }));
}

/** What the kernel says of the server. */
function proc(file: 'status' | 'mounts'): string {
  return readFileSync(`/proc/${String(serverId())}/${file}`, 'utf8');
}

async function create(): Promise<number> {
  const response = await fetch(`${url}/api/messaging/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': KEY },
    body: JSON.stringify({
      agentId: '7f1c2a34-9d1e-4c55-8a3b-0e6f5d4c3b2a',
      userId: '0a1b2c3d-4e5f-4a6b-8c7d-9e8f7a6b5c4d',
    }),
  });
  await response.arrayBuffer();
  return response.status;
}

describe('What the image runs', () => {
  it('serves as PID 1, as a user without rights, on a read-only file system, in 256 MiB', async () => {
    for (let round = 0; round < 5; round += 1) {
      const statuses = await Promise.all(Array.from({ length: 100 }, create));
      expect(new Set(statuses)).toEqual(new Set([201]));
    }
    expect(printed).toMatch(/"method":"POST","route":"\/api\/messaging\/sessions","status":201,"durationMs":\d+/);
    const status = proc('status');
    expect(status).toMatch(/^NSpid:\t\d+\t1$/m);
    expect(status).toMatch(/^Uid:\t1000\t1000/m);
    expect(status).toMatch(/^CapEff:\t0+$/m);
    expect(proc('mounts')).toMatch(/^\S+ \/ \S+ ro\b/m);
    const [, peak = ''] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
    expect(Number(peak) / 1024).toBeLessThan(256);
  });

  it('is found healthy by the check of the image, until it ends with code 0 on SIGTERM', async () => {
    const check = imageCommand(/^HEALTHCHECK .*CMD (.*)$/m);
    const port = new URL(url).port;
    const run = (): Buffer => execFileSync(check[0] ?? '', check.slice(1), { env: { PORT: port }, stdio: 'pipe' });
    expect(run).not.toThrow();
    const exited = once(child, 'exit');
    process.kill(serverId(), 'SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(run).toThrow();
  });
});
