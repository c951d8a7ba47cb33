import { randomUUID } from 'node:crypto';

/** Settings of a server that soon has sessions of every state: it sweeps each second, and is full with 30 sessions. */
export const BUSY_SERVER = {
  SESSIONS_MAX: '30',
  SESSION_CLEANUP_INTERVAL_MINUTES: '0.02',
  SESSION_MIN_TIMEOUT_MINUTES: '0.02',
  SESSION_DEFAULT_TIMEOUT_MINUTES: '0.1',
  SESSION_WARNING_THRESHOLD_MINUTES: '0.05',
};

const SESSIONS = '/api/messaging/sessions';

async function send(url: string, method: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return (await response.json()) as Record<string, unknown>;
}

/** Creates a session and uses each operation of the API on it, with an answer of each kind. Ends it if `ends`. */
export async function useSessions(server: string, ends = true): Promise<void> {
  const sessions = server + SESSIONS;
  const timeoutConfig = { timeoutMinutes: 0.05 + Math.random() / 10 };
  const { sessionId } = await send(sessions, 'POST', { agentId: randomUUID(), userId: randomUUID(), timeoutConfig });
  const session = `${sessions}/${String(sessionId)}`;
  await send(session, 'GET');
  await send(`${session}/heartbeat`, 'POST');
  await send(`${session}/renew`, 'POST');
  await send(`${session}/timeout`, 'PATCH', { timeoutMinutes: 0.1 });
  await send(sessions, 'GET');
  await send(`${sessions}/unknown`, 'GET');
  await send(sessions, 'POST', { agentId: 'nobody' });
  if (ends) await send(session, 'DELETE');
}
