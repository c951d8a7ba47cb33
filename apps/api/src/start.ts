import { Logger } from '@nestjs/common';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { resolve } from 'node:path';
import { isSessionError } from 'nest-sessions';
import { createApp } from './create-app.js';
import { createStore } from './create-store.js';
import { ListenError } from './http/listen-error.js';
import { packageVersion } from './openapi/document.js';
import { SESSIONS_PATH } from './paths.js';
import { changedSettings } from './settings/changed-settings.js';
import { readSettings, SettingsError } from './settings/read-settings.js';
import type { Settings } from './settings/settings.js';

/** Where to reach a server that listens on every address. */
const REACHABLE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/**
 * Starts the server, and prints its address once it has all sessions. If it can't start, it prints the reason on stderr and
 * ends the process with code 1.
 */
export async function start(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const settings = readSettings(env);
    const { store, opened } = await createStore(settings);
    opened.catch(fail);
    const app = await createApp(settings, { store });
    const logger = new Logger('Server');
    await app.init();
    const address = await listen(app.getHttpServer(), settings);
    app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
    // Meanwhile the server answers, and its health says that the store is opening.
    await opened;
    if (settings.LOG_FORMAT === 'json') logger.log('started', summaryOf(settings, address));
    else printSummary(summaryOf(settings, address));
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): never {
  console.error(reasonOf(error));
  process.exit(1);
}

/** Nest's own `listen` would log a failure with its stack before it throws. */
async function listen(server: Server, { HOST, PORT }: Settings): Promise<AddressInfo> {
  server.listen(PORT, HOST);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new ListenError(HOST, PORT, 'PORT', cause);
  }
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server listens at no port.');
  return address;
}

function printSummary({ api, docs, store, version, settings }: ReturnType<typeof summaryOf>): void {
  const lines = [`Sessions API  ${api}`, `Swagger UI    ${docs}`, `Store         ${store}`, `Version       ${version}`];
  if (settings.length > 0) lines.push(`Settings      ${settings.join(' ')}`);
  console.log(lines.join('\n'));
}

/** What operators want to know at the start. It contains no secrets: neither keys nor the password of a URL. */
function summaryOf(settings: Settings, { address, family, port }: AddressInfo) {
  const reachable = REACHABLE[address] ?? address;
  const url = `http://${family === 'IPv6' ? `[${reachable}]` : reachable}:${String(port)}`;
  return {
    api: `${url}/${SESSIONS_PATH}`,
    docs: `${url}/docs`,
    store: nameOfStore(settings),
    version: packageVersion(),
    settings: changedSettings(settings),
  };
}

function nameOfStore({ SESSIONS_STORE, SESSIONS_DIRECTORY, SESSIONS_MAX, REDIS_URL = '' }: Settings): string {
  if (SESSIONS_STORE === 'redis') return `redis at ${new URL(REDIS_URL).host}`;
  const atMost = `at most ${String(SESSIONS_MAX)} sessions`;
  if (SESSIONS_STORE === 'memory') return `memory, ${atMost}; a restart loses them`;
  return `files in ${resolve(SESSIONS_DIRECTORY)}, ${atMost}; a restart keeps them`;
}

function reasonOf(error: unknown): string {
  if (error instanceof SettingsError || error instanceof ListenError || isSessionError(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
