import * as z from 'zod';
import { load } from '../measuring/load.js';
import { builtServer, ServerProcess, suiteServer } from '../measuring/server-process.js';
import type { Row } from '../suite/row.js';
import { atLeast, ratio } from '../suite/targets.js';

const SESSIONS = '/api/messaging/sessions';
const ACTIONS = ['create', 'get', 'heartbeat'] as const;
const SERVER = 'the server';
const BARE = 'bare controller';
/** Get and heartbeat use so many sessions in turn. */
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
    'The built server with its memory store, over 32 connections, one action at a time. The bare controller validates the ' +
    'same bodies with zod and returns a constant of the same shape. It has a guard, an error filter and security headers, ' +
    'as any such server, and no sessions.',
  metrics: ACTIONS.flatMap((action) => [
    { key: `${action}-perSecond`, title: action, unit: 'a second' as const, ratio: true },
    { key: `${action}-p99`, title: 'p99', unit: 'ms' as const },
  ]),
  base: BARE,
  own: [SERVER],
  plan: () => [BARE, SERVER].map((contender) => ({ contender, size: ALIVE })),
  async measure({ contender }, options) {
    const script = contender === SERVER ? builtServer() : suiteServer('bare-sessions-server');
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
  targets: (figures) =>
    ACTIONS.flatMap((action) => {
      const of = (contender: string): number | undefined => figures.median(contender, ALIVE, `${action}-perSecond`);
      const target = `${action}: at least 0.85 of the bare controller's requests a second`;
      return atLeast(target, 0.85, '', ratio(of(SERVER), of(BARE)));
    }),
};

async function created(url: string): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < ALIVE) {
    const response = await fetch(url + SESSIONS, { method: 'POST', ...JSON_BODY });
    ids.push(z.object({ sessionId: z.string() }).parse(await response.json()).sessionId);
  }
  return ids;
}
