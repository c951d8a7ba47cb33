import type { Finding } from 'nest-sessions/store';
import { Misuse } from '../misuse.js';
import { ServerError } from './server-error.js';
import type { CorruptedRecord, ListedSession, Place, Stats, Target } from './target.js';

const SESSIONS = '/api/messaging/sessions';
const ADMIN = '/api/messaging/admin';
const TIMEOUT_MS = 5000;
const SLOW_MS = 250;
const CLOCK_LIMIT_MS = 2000;

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly date: number;
  readonly ms: number;
}

/** A server of this project, by its HTTP API. */
export function server(url: string, apiKey: string | undefined): Place {
  const base = url.replace(/\/+$/, '');
  const call = (path: string, method = 'GET'): Promise<Answer> => request(`${base}${path}`, method, apiKey);
  return { open: () => Promise.resolve(targetOf(call)), check: () => check(call) };
}

type Call = (path: string, method?: string) => Promise<Answer>;

function targetOf(call: Call): Target {
  const offersNo = (what: string): Misuse =>
    new Misuse(`A server does not offer ${what}. Use the address of its store.`);
  return {
    stats: async () => statsOf((await call(`${SESSIONS}/health`)).body),
    list: (userId) => list(call, userId),
    end: async (id) => {
      const { status, body } = await call(`${SESSIONS}/${encodeURIComponent(id)}`, 'DELETE');
      if (status === 200) return true;
      if (status === 404 || status === 410) return false;
      throw refused(status, body);
    },
    endByHandle: () => Promise.reject(offersNo('to end a session by its handle')),
    revoke: async function* (userId) {
      yield numberIn(await call(`${ADMIN}/users/${encodeURIComponent(userId)}/sessions`, 'DELETE'), 'ended');
    },
    sweep: () => {
      throw offersNo('a sweep: it sweeps automatically');
    },
    quarantined: async () => {
      const { status, body } = await call(`${ADMIN}/quarantine`);
      if (status !== 200) throw refused(status, body);
      return Array.isArray(body.records) ? body.records.filter(isRecord).map(corrupted) : [];
    },
    showQuarantined: async (name) => {
      const { status, body } = await call(`${ADMIN}/quarantine/${encodeURIComponent(name)}`);
      if (status === 404) return undefined;
      if (status !== 200) throw refused(status, body);
      return { ...corrupted(body), raw: String(body.raw) };
    },
    clearQuarantine: async () => numberIn(await call(`${ADMIN}/quarantine`, 'DELETE'), 'cleared'),
    events: () => Promise.reject(offersNo('its listeners')),
    close: () => Promise.resolve(),
  };
}

async function request(url: string, method: string, apiKey: string | undefined): Promise<Answer> {
  const before = performance.now();
  try {
    const response = await fetch(url, {
      method,
      headers: apiKey === undefined ? {} : { 'x-api-key': apiKey },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'manual',
    });
    const body: unknown = await response.json().catch(() => ({}));
    return {
      status: response.status,
      body: isRecord(body) ? body : {},
      date: Date.parse(response.headers.get('date') ?? ''),
      ms: performance.now() - before,
    };
  } catch (error) {
    const cause = isRecord(error) && isRecord(error.cause) ? error.cause : error;
    const code = isRecord(cause) && typeof cause.code === 'string' ? cause.code : String(cause);
    throw new ServerError(`The server does not answer (${code}).`);
  }
}

async function* list(call: Call, userId: string | undefined): AsyncIterable<ListedSession> {
  let cursor = '';
  do {
    const query = new URLSearchParams({
      limit: '1000',
      ...(cursor !== '' && { cursor }),
      ...(userId !== undefined && { userId }),
    });
    const { status, body } = await call(`${SESSIONS}?${query.toString()}`);
    if (status !== 200) throw refused(status, body);
    for (const session of Array.isArray(body.sessions) ? body.sessions : []) {
      const {
        sessionId,
        userId: user,
        createdAt,
        lastActivity,
        expiresAt,
      } = Object(session) as Record<string, unknown>;
      yield {
        id: String(sessionId),
        handle: undefined,
        userId: String(user),
        createdAt: String(createdAt),
        lastActivityAt: String(lastActivity),
        expiresAt: String(expiresAt),
      };
    }
    cursor = typeof body.nextCursor === 'string' ? body.nextCursor : '';
  } while (cursor !== '');
}

function statsOf(report: Answer['body']): Stats {
  const count = (name: string): number | undefined => (typeof report[name] === 'number' ? report[name] : undefined);
  return {
    ...(typeof report.status === 'string' && { status: report.status }),
    active: count('activeSessions'),
    expiringSoon: count('expiringSoon'),
    quarantined: count('invalidSessions') ?? 0,
  };
}

function numberIn({ status, body }: Answer, name: string): number {
  if (status !== 200) throw refused(status, body);
  return Number(body[name]);
}

function corrupted({ name, problem, quarantinedAt, keptUntil }: Answer['body']): CorruptedRecord {
  return {
    name: String(name),
    id: undefined,
    problem: String(problem),
    quarantinedAt: String(quarantinedAt),
    keptUntil: String(keptUntil),
  };
}

function refused(status: number, { error }: Answer['body']): ServerError {
  const message = isRecord(error) && typeof error.message === 'string' ? `: ${error.message}` : '.';
  const remedy = status === 401 ? ' Set SESSIONS_API_KEY.' : '';
  return new ServerError(`The server answers ${String(status)}${message}${remedy}`);
}

async function check(call: Call): Promise<readonly Finding[]> {
  try {
    const ready = await call('/health/ready');
    const { date, ms } = await call('/health/live');
    return [health(ready), access(await call(`${SESSIONS}?limit=1`)), clock(date), latency(ms)];
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    const remedy = 'Check the address, and that the server runs.';
    return [{ check: 'connection', level: 'problem', message: error.message, remedy }];
  }
}

/** Readiness in the form of Terminus, with the reasons. */
function health({ status, body }: Answer): Finding {
  const details = isRecord(body.details) ? body.details.sessions : undefined;
  if (!isRecord(details)) {
    const message = `/health/ready answers ${String(status)} without sessions.`;
    return {
      check: 'health',
      level: 'problem',
      message,
      remedy: 'Check that the address is a server of this project.',
    };
  }
  const { status: state } = details;
  if (state === 'up') return { check: 'health', level: 'ok', message: 'healthy' };
  const reasons = Array.isArray(details.reasons) ? details.reasons.join('; ') : JSON.stringify(details);
  const isDegraded = state === 'degraded';
  return {
    check: 'health',
    level: isDegraded ? 'warning' : 'problem',
    message: `${isDegraded ? 'degraded' : 'unhealthy'}: ${reasons}`,
    remedy: 'Check its store: give the doctor the address of that.',
  };
}

function access({ status, body }: Answer): Finding {
  if (status === 200) return { check: 'access', level: 'ok', message: 'sessions are listed' };
  const { message } = refused(status, body);
  return {
    check: 'access',
    level: 'problem',
    message,
    remedy:
      status === 403
        ? 'Set SESSIONS_API_KEY to a key with the scope admin.'
        : 'Set SESSIONS_API_KEY to a key of the server.',
  };
}

function clock(date: number): Finding {
  const aheadMs = date + 500 - Date.now();
  if (Number.isNaN(date) || Math.abs(aheadMs) <= CLOCK_LIMIT_MS) {
    return { check: 'clock', level: 'ok', message: 'as on this machine, to two seconds' };
  }
  const message = `The server is ${String(Math.round(Math.abs(aheadMs) / 1000))} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine.`;
  return { check: 'clock', level: 'warning', message, remedy: 'Synchronise both clocks, for example with NTP.' };
}

function latency(ms: number): Finding {
  const message = `${ms.toFixed(1)} ms for a probe`;
  if (ms <= SLOW_MS) return { check: 'latency', level: 'ok', message };
  return { check: 'latency', level: 'warning', message, remedy: 'Look at the load of the server and the network.' };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
