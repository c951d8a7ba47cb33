import { randomUUID } from 'node:crypto';
import { builtServer, ServerProcess, suiteServer } from '../measuring/server-process.js';

export const SERVER = 'the server';
export const BARE = 'bare controller';
export const SESSIONS = '/api/messaging/sessions';
export const HEALTH = `${SESSIONS}/health`;

/**
 * Starts the server with its memory store, or the bare controller, and waits until it is healthy. Throws `SkipError` if the
 * server is not built.
 */
export async function startApi(contender: string): Promise<ServerProcess> {
  const script = contender === SERVER ? builtServer() : suiteServer('bare-sessions-server');
  return ServerProcess.start(script, [], HEALTH, { HOST: '127.0.0.1', SESSIONS_STORE: 'memory' });
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
