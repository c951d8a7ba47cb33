import { randomUUID } from 'node:crypto';

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
  const timeoutConfig = { timeoutMinutes: 5 };
  const { sessionId } = await send(sessions, 'POST', { agentId: randomUUID(), userId: randomUUID(), timeoutConfig });
  const session = `${sessions}/${String(sessionId)}`;
  await send(session, 'GET');
  await send(`${session}/heartbeat`, 'POST');
  await send(`${session}/renew`, 'POST');
  await send(`${session}/timeout`, 'PATCH', { timeoutMinutes: 10 });
  await send(sessions, 'GET');
  await send(`${sessions}/unknown`, 'GET');
  await send(sessions, 'POST', { agentId: 'nobody' });
  if (ends) await send(session, 'DELETE');
}
