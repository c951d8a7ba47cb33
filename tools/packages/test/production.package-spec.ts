import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { printedUrl } from './printed-url.js';

const WORKSPACE = join(import.meta.dirname, '..', '..', '..');
const BUILT = ['apps/api', 'libs/sessions', 'libs/sessions-file', 'libs/sessions-redis'];
const INSTALL = ['ci', '--omit=dev', '--omit=optional', '--workspace', 'api', '--no-audit', '--no-fund'];
/** The manifest of an installed package, by its path in `node_modules`. */
const PACKAGE = /^(.*node_modules\/)?(@[^/]+\/)?[^/]+\/package\.json$/;

describe('A production install of the server', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sessions-production-'));
    const rooms = ['apps', 'libs', 'tools'].map(async (room) =>
      (await readdir(join(WORKSPACE, room))).map((name) => join(room, name)),
    );
    const projects = ['.', 'docs', ...(await Promise.all(rooms)).flat()];
    const files = [
      'package-lock.json',
      ...projects.map((path) => join(path, 'package.json')).filter((path) => existsSync(join(WORKSPACE, path))),
      ...BUILT.map((path) => join(path, 'dist')),
    ];
    for (const path of files) await cp(join(WORKSPACE, path), join(folder, path), { recursive: true });
    await promisify(execFile)('npm', INSTALL, { cwd: folder });
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has no Nx, no compiler and at most 160 packages of 130 MB together', async () => {
    const names = await readdir(join(folder, 'node_modules'));
    expect(names).toContain('@nestjs');
    expect(names.filter((name) => /^(nx|@nx|@swc|typescript|jest)$/.test(name))).toEqual([]);
    const entries = await readdir(join(folder, 'node_modules'), { recursive: true });
    const packages = entries.filter((path) => PACKAGE.test(path));
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.length).toBeLessThan(160);
    const { stdout } = await promisify(execFile)('du', ['-sm', 'node_modules'], { cwd: folder });
    expect(Number.parseInt(stdout, 10)).toBeLessThan(130);
  });

  it.each(['memory', 'file'])('starts by `npm run start:prod` with the %s store, and is healthy', async (store) => {
    const env = { ...process.env, NODE_OPTIONS: '', PORT: '0', SESSIONS_STORE: store };
    const server = spawn('npm', ['run', 'start:prod'], {
      cwd: folder,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(server, 'close');
    const url = await printedUrl(server.stdout, /Sessions API +(http:\S+)\n/);
    try {
      expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'healthy', activeSessions: 0 });
    } finally {
      // npm does not forward the signal, so the whole process group gets it.
      if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
      await ended;
    }
  });
});
