import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { builtServer, ServerProcess, suiteServer } from '../measuring/server-process.js';
import { temporaryDirectory } from '../measuring/temporary-directory.js';

export const SERVER = 'the server';
/** The default of `npm start`: `sync: 'everysecond'`. */
export const SERVER_ON_FILES = 'the server, with sessions in files';
export const BARE = 'bare controller';
export const SESSIONS = '/api/messaging/sessions';
export const HEALTH = `${SESSIONS}/health`;

/**
 * Starts the server with its memory store or with sessions in files, or the bare controller, and waits until it is healthy.
 * Throws `SkipError` if the server is not built.
 */
export async function startApi(contender: string): Promise<ServerProcess> {
  const script = contender === BARE ? suiteServer('bare-sessions-server') : builtServer();
  const store =
    contender === SERVER_ON_FILES
      ? { SESSIONS_STORE: 'file', SESSIONS_DIRECTORY: temporaryDirectory() }
      : { SESSIONS_STORE: 'memory' };
  return ServerProcess.start(script, [], HEALTH, { HOST: '127.0.0.1', ...store });
}

export interface Creation {
  readonly method: 'POST';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Requests that create sessions, each for a user of its own. */
export function creations(count: number): Creation[] {
  return Array.from({ length: count }, () => ({
    method: 'POST' as const,
    path: SESSIONS,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ agentId: randomUUID(), userId: randomUUID(), metadata: { platform: 'web' } }),
  }));
}

/** Creates sessions on a server, and returns their ids. */
export async function createSessions(url: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (const { path, method, headers, body } of creations(count)) {
    const response = await fetch(`${url}${path}`, { method, headers, body });
    ids.push(z.object({ sessionId: z.string() }).parse(await response.json()).sessionId);
  }
  return ids;
}

/** Requests that send a heartbeat to each session. */
export function heartbeats(ids: readonly string[]): { readonly method: 'POST'; readonly path: string }[] {
  return ids.map((id) => ({ method: 'POST' as const, path: `${SESSIONS}/${id}/heartbeat` }));
}
