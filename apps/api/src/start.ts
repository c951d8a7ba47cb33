import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { resolve } from 'node:path';
import { isSessionError } from 'nest-sessions';
import { createApp } from './create-app.js';
import { createStore } from './create-store.js';
import { ListenError } from './http/listen-error.js';
import { SESSIONS_PATH } from './paths.js';
import { readSettings, SettingsError } from './settings/read-settings.js';
import type { Settings } from './settings/settings.js';

/** Where to reach a server that listens on every address. */
const REACHABLE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** Starts the server, or says on stderr in plain words why not and ends the process with code 1. */
export async function start(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const settings = readSettings(env);
    const { store, opened } = await createStore(settings);
    opened.catch(fail);
    const app = await createApp(settings, { store });
    await app.init();
    const address = await listen(app.getHttpServer(), settings);
    app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
    announce(settings, address);
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

/** Names the store without the user and the password that its URL may hold. */
function announce(settings: Settings, { address, family, port }: AddressInfo): void {
  const reachable = REACHABLE[address] ?? address;
  const url = `http://${family === 'IPv6' ? `[${reachable}]` : reachable}:${String(port)}`;
  console.log(`Sessions API  ${url}/${SESSIONS_PATH}`);
  console.log(`Swagger UI    ${url}/docs`);
  console.log(`Store         ${nameOfStore(settings)}`);
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
