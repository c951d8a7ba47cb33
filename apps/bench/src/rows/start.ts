import { existsSync } from 'node:fs';
import { BUILT_SERVER } from '../report/places.js';
import { SkipError, type Row } from '../run/row.js';
import { ownServer, ServerProcess } from '../run/server-process.js';
import { BARE } from '../servers/health-kinds.js';
import { atMost } from '../run/verdicts.js';

const REAL = 'the server';

export const start: Row = {
  name: 'start',
  title: 'Start to the first healthy answer',
  about: 'From the start of the process of the built server, with its memory store, asked every 5 ms.',
  metrics: [{ key: 'ms', title: 'time', unit: 'ms', ratio: true }],
  base: BARE,
  plan: () => [BARE, REAL].map((contender) => ({ contender, size: 0 })),
  async measure({ contender }) {
    if (!existsSync(BUILT_SERVER)) throw new SkipError('the server is not built: nx build api');
    // What this process needs for its first request must not count.
    await fetch('http://127.0.0.1:9/').catch(() => undefined);
    const began = performance.now();
    const server =
      contender === REAL
        ? await ServerProcess.start(BUILT_SERVER, [], '/api/messaging/sessions/health', { HOST: '127.0.0.1' })
        : await ServerProcess.start(ownServer('health-server'), [BARE, '0'], '/health');
    const ms = performance.now() - began;
    await server.stop();
    return { ms };
  },
  verdicts: (figures) => atMost('under 1 s', 1000, 'ms', () => figures.median(REAL, 0, 'ms')),
};
