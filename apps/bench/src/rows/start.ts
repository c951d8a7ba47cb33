import { BARE, SERVER, startApi } from '../servers/sessions-api.js';
import type { Row } from '../suite/row.js';
import { atMost, ratio } from '../suite/targets.js';

export const start: Row = {
  name: 'start',
  title: 'Start to the first healthy answer',
  about:
    'The time from the start of the process to the first healthy answer, probed every 5 ms. The server uses its memory ' +
    'store. The bare controller is the same as for create, get and heartbeat over HTTP.',
  metrics: [{ key: 'ms', title: 'time', unit: 'ms', ratio: true }],
  base: BARE,
  own: [SERVER],
  plan: () => [BARE, SERVER].map((contender) => ({ contender, size: 0 })),
  async measure({ contender }) {
    // The first request of this process takes longer, so it is made before the time counts.
    await fetch('http://127.0.0.1:9/').catch(() => undefined);
    const began = performance.now();
    const server = await startApi(contender);
    const ms = performance.now() - began;
    await server.stop();
    return { ms };
  },
  targets: (figures) => {
    const of = (contender: string): number | undefined => figures.median(contender, 0, 'ms');
    return [
      ...atMost('at most 1 s', 1000, 'ms', of(SERVER)),
      ...atMost("at most 1.3 times the bare controller's", 1.3, '', ratio(of(SERVER), of(BARE))),
    ];
  },
};
