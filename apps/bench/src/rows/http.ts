import { load } from '../measuring/load.js';
import { BARE, createSessions, creations, heartbeats, SERVER, SESSIONS, startApi } from '../servers/sessions-api.js';
import type { Row } from '../suite/row.js';
import { atLeast, ratio } from '../suite/targets.js';

const ACTIONS = ['create', 'get', 'heartbeat'] as const;
/** The number of sessions that get and heartbeat use in turn. */
const ALIVE = 1000;

export const http: Row = {
  name: 'http',
  title: 'Create, get and heartbeat over HTTP',
  about:
    'The built server with its memory store, over 32 connections, one action at a time. The bare controller is written in ' +
    'the same plain Nest: it validates the same bodies with the same pipe, sets security headers and Swagger up, and ' +
    'answers with a fixed session.',
  metrics: ACTIONS.flatMap((action) => [
    { key: `${action}-perSecond`, title: action, unit: 'a second' as const, ratio: true },
    { key: `${action}-p99`, title: 'p99', unit: 'ms' as const },
  ]),
  base: BARE,
  own: [SERVER],
  plan: () => [BARE, SERVER].map((contender) => ({ contender, size: ALIVE })),
  async measure({ contender }, options) {
    const server = await startApi(contender);
    try {
      const ids = await createSessions(server.url, ALIVE);
      const requests = {
        get: ids.map((id) => ({ path: `${SESSIONS}/${id}` })),
        heartbeat: heartbeats(ids),
        create: creations(ALIVE),
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
