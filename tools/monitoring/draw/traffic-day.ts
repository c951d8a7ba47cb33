import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const SESSIONS = '/api/messaging/sessions';
const TICK_MS = 100;

/** A small server on files, so that it is nearly full at the peak. Sessions live for seconds, so that all of it fits in minutes. */
export const SMALL_SERVER = {
  SESSIONS_STORE: 'file',
  SESSIONS_MAX: '400',
  SESSION_CLEANUP_INTERVAL_MINUTES: '0.05',
  SESSION_MIN_TIMEOUT_MINUTES: '0.05',
  SESSION_DEFAULT_TIMEOUT_MINUTES: '0.3',
  SESSION_WARNING_THRESHOLD_MINUTES: '0.1',
};

/** Sends what the clients of a server send in a day, with its peak, within some seconds. */
export async function trafficOfDay(server: string, seconds: number): Promise<void> {
  const ids: string[] = [];
  const began = performance.now();
  for (let tick = 0; performance.now() - began < seconds * 1000; tick += 1) {
    const share = (performance.now() - began) / (seconds * 1000);
    const load = 0.25 + 4.5 * Math.exp(-(((share - 0.55) / 0.14) ** 2));
    await Promise.all([
      ...repeat(load, () => create(server, ids)),
      ...repeat(2 * load, () => touch(server, ids)),
      ...repeat(load / 2, () => read(server, ids)),
      ...repeat(load / 6, () => end(server, ids)),
      ...repeat(load / 12, () => fetch(`${server}${SESSIONS}/${randomUUID()}`)),
      ...repeat(load / 20, () => fetch(`${server}${SESSIONS}?limit=none`)),
    ]);
    await pause(Math.max(0, began + (tick + 1) * TICK_MS - performance.now()));
  }
}

/** Does something so many times, on average. */
function repeat(times: number, act: () => Promise<unknown>): Promise<unknown>[] {
  return Array.from({ length: Math.floor(times + Math.random()) }, act);
}

async function create(server: string, ids: string[]): Promise<void> {
  const response = await fetch(server + SESSIONS, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ agentId: randomUUID(), userId: randomUUID(), metadata: { platform: 'web' } }),
  });
  const body: unknown = await response.json();
  if (typeof body === 'object' && body !== null && 'sessionId' in body) ids.push(String(body.sessionId));
}

/** One of the sessions that were created lately: most of the others have ended. */
function recent(ids: readonly string[]): string {
  return ids[Math.max(0, ids.length - 1 - Math.floor(Math.random() * 200))] ?? 'none';
}

async function touch(server: string, ids: readonly string[]): Promise<void> {
  await fetch(`${server}${SESSIONS}/${recent(ids)}/${Math.random() < 0.2 ? 'renew' : 'heartbeat'}`, { method: 'POST' });
}

async function read(server: string, ids: readonly string[]): Promise<void> {
  await fetch(`${server}${SESSIONS}/${recent(ids)}`);
}

async function end(server: string, ids: readonly string[]): Promise<void> {
  await fetch(`${server}${SESSIONS}/${recent(ids)}`, { method: 'DELETE' });
}
