import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { builtServer, ServerProcess, suiteServer } from '../measuring/server-process.js';
import { temporaryDirectory } from '../measuring/temporary-directory.js';

export const SERVER = 'the server';
/** The default of `npm start`: `sync: 'everysecond'`. */
export const SERVER_ON_FILES = 'the server, with sessions in files';
export const SERVER_ON_REDIS = 'the server, with sessions in Redis';
export const BARE = 'bare controller';
export const SESSIONS = '/api/messaging/sessions';
export const HEALTH = `${SESSIONS}/health`;

/**
 * Starts the server with its memory store, with sessions in files or in a Redis, or the bare controller, and waits until it
 * is healthy. Throws `SkipError` if the server is not built.
 */
export async function startApi(contender: string, redisUrl?: string): Promise<ServerProcess> {
  const script = contender === BARE ? suiteServer('bare-sessions-server') : builtServer();
  return ServerProcess.start(script, [], HEALTH, { HOST: '127.0.0.1', ...storeSettings(contender, redisUrl) });
}

function storeSettings(contender: string, redisUrl: string | undefined): Record<string, string> {
  if (redisUrl !== undefined) return { SESSIONS_STORE: 'redis', REDIS_URL: redisUrl };
  if (contender === SERVER_ON_FILES) return { SESSIONS_STORE: 'file', SESSIONS_DIRECTORY: temporaryDirectory() };
  return { SESSIONS_STORE: 'memory' };
}

export interface Creation {
  readonly method: 'POST';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Requests that create sessions, each for a user of its own. */
export function creations(count: number, metadata: object = { platform: 'web' }): Creation[] {
  return Array.from({ length: count }, () => ({
    method: 'POST' as const,
    path: SESSIONS,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ agentId: randomUUID(), userId: randomUUID(), metadata }),
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
