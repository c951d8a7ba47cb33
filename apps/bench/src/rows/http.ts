import { existsSync } from 'node:fs';
import * as z from 'zod';
import { BUILT_SERVER } from '../report/places.js';
import { load } from '../run/load.js';
import { SkipError, type Row } from '../run/row.js';
import { ownServer, ServerProcess } from '../run/server-process.js';
import { atLeast, ratio } from '../run/verdicts.js';

const SESSIONS = '/api/messaging/sessions';
const ACTIONS = ['create', 'get', 'heartbeat'] as const;
const REAL = 'the server';
const BARE = 'bare controller';
/** So many sessions are read and kept alive, in turn. */
const ALIVE = 1000;

const JSON_BODY = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    agentId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    userId: '6ba7b810-9dad-41d1-80b4-00c04fd430c8',
    metadata: { platform: 'web' },
  }),
};

export const http: Row = {
  name: 'http',
  title: 'Create, get and heartbeat over HTTP',
  about:
    'The built server with its memory store, over 32 connections, each action for itself. The bare controller reads and ' +
    'checks the same bodies with zod and returns a constant of the same shape. It has a guard, an error filter and security ' +
    'headers, as any such server, and no sessions.',
  metrics: ACTIONS.flatMap((action) => [
    { key: `${action}-perSecond`, title: action, unit: 'a second' as const, ratio: true },
    { key: `${action}-p99`, title: 'p99', unit: 'ms' as const },
  ]),
  base: BARE,
  plan: () => [BARE, REAL].map((contender) => ({ contender, size: ALIVE })),
  async measure({ contender }, options) {
    if (contender === REAL && !existsSync(BUILT_SERVER)) throw new SkipError('the server is not built: nx build api');
    const script = contender === REAL ? BUILT_SERVER : ownServer('bare-sessions-server');
    const env = { HOST: '127.0.0.1', SESSIONS_MAX: '10000000' };
    const server = await ServerProcess.start(script, [], `${SESSIONS}/health`, env);
    try {
      const ids = await created(server.url);
      const requests = {
        get: ids.map((id) => ({ path: `${SESSIONS}/${id}` })),
        heartbeat: ids.map((id) => ({ method: 'POST' as const, path: `${SESSIONS}/${id}/heartbeat` })),
        create: [{ method: 'POST' as const, path: SESSIONS, ...JSON_BODY }],
      };
      const values: Record<string, number> = {};
      for (const action of ['get', 'heartbeat', 'create'] as const) {
        const found = await load(server.url, requests[action], options);
        for (const [key, value] of Object.entries(found)) values[`${action}-${key}`] = value;
      }
      return values;
    } finally {
      await server.stop();
    }
  },
  verdicts: (figures) =>
    ACTIONS.flatMap((action) =>
      atLeast(`${action}: at least 0.85 of the bare controller's requests a second`, 0.85, '', () =>
        ratio(figures.median(REAL, ALIVE, `${action}-perSecond`), figures.median(BARE, ALIVE, `${action}-perSecond`)),
      ),
    ),
};

async function created(url: string): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < ALIVE) {
    const response = await fetch(url + SESSIONS, { method: 'POST', ...JSON_BODY });
    ids.push(z.object({ sessionId: z.string() }).parse(await response.json()).sessionId);
  }
  return ids;
}
