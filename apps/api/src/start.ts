import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { isSessionError } from 'nest-sessions';
import { API_PREFIX } from './api-prefix.js';
import { createApp } from './create-app.js';
import { readSettings } from './settings/read-settings.js';
import { SettingsError } from './settings/settings-error.js';
import type { Settings, StoreSettings } from './settings/settings.js';

/** Starts the server, or says on stderr in plain words why not and ends the process with code 1. */
export async function start(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const settings = readSettings(env);
    const app = await createApp(settings);
    await app.init();
    const address = await listen(app.getHttpServer(), settings);
    app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
    announce(settings, address);
  } catch (error) {
    console.error(reasonOf(error));
    process.exit(1);
  }
}

/** Nest's own `listen` would log a failure with its stack before it throws. */
async function listen(server: Server, { host, port }: Settings): Promise<AddressInfo> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new ListenError(host, port, error);
  }
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server listens at no port.');
  return address;
}

class ListenError extends Error {
  constructor(host: string, port: number, cause: unknown) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const reason = REASONS[code] ?? code;
    super(`The server can't listen on ${host}, port ${String(port)}: ${reason}`, { cause });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program does already. Stop it, or set PORT.',
  EACCES: 'that needs more rights. Set PORT to 1024 or above.',
  EADDRNOTAVAIL: 'this machine has no such address. Set HOST.',
  ENOTFOUND: 'there is no such host. Set HOST.',
};

/** Where to reach a server that listens on every address. */
const REACHABLE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

function announce(settings: Settings, { address, family, port }: AddressInfo): void {
  const reachable = REACHABLE[address] ?? address;
  const host = family === 'IPv6' ? `[${reachable}]` : reachable;
  const url = `http://${host}:${String(port)}`;
  console.log(`Sessions API  ${url}/${API_PREFIX}/sessions`);
  console.log(`Swagger UI    ${url}/docs`);
  console.log(`Store         ${shown(settings.store)}`);
}

/** Without the name and the password that the URL may hold. */
function shown(store: StoreSettings): string {
  return store.kind === 'redis'
    ? `redis at ${new URL(store.url).host}`
    : `memory, at most ${String(store.capacity)} sessions`;
}

function reasonOf(error: unknown): string {
  if (error instanceof SettingsError || error instanceof ListenError || isSessionError(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
