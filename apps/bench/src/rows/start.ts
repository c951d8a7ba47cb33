import { existsSync } from 'node:fs';
import { BUILT_SERVER } from '../report/places.js';
import { SkipError, type Row } from '../run/row.js';
import { ownServer, ServerProcess } from '../run/server-process.js';
import { atMost } from '../run/verdicts.js';

const HEALTH = '/api/messaging/sessions/health';
const REAL = 'the server';
const BARE = 'bare controller';

export const start: Row = {
  name: 'start',
  title: 'Start to the first healthy answer',
  about:
    'From the start of the process of the built server, with its memory store, asked every 5 ms. The bare controller is ' +
    'that of create, get and heartbeat over HTTP.',
  metrics: [{ key: 'ms', title: 'time', unit: 'ms', ratio: true }],
  base: BARE,
  plan: () => [BARE, REAL].map((contender) => ({ contender, size: 0 })),
  async measure({ contender }) {
    if (!existsSync(BUILT_SERVER)) throw new SkipError('the server is not built: nx build api');
    // What this process needs for its first request must not count.
    await fetch('http://127.0.0.1:9/').catch(() => undefined);
    const began = performance.now();
    const script = contender === REAL ? BUILT_SERVER : ownServer('bare-sessions-server');
    const server = await ServerProcess.start(script, [], HEALTH, { HOST: '127.0.0.1' });
    const ms = performance.now() - began;
    await server.stop();
    return { ms };
  },
  verdicts: (figures) => atMost('under 1 s', 1000, 'ms', () => figures.median(REAL, 0, 'ms')),
};
