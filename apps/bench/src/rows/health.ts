import { SCANNED_MAP } from '../contenders/index.js';
import { load, sendAll } from '../measuring/load.js';
import { ServerProcess, suiteServer } from '../measuring/server-process.js';
import { BARE, creations, HEALTH, SERVER, startApi } from '../servers/sessions-api.js';
import { fullSize } from '../suite/options.js';
import type { Row } from '../suite/row.js';
import { atLeast, atMost, ratio } from '../suite/targets.js';

const USERS = 10_000;

export const health: Row = {
  name: 'health',
  title: 'Health over HTTP',
  about:
    'The health report of the built server with its memory store, over 32 connections. The sessions are created over HTTP ' +
    'before. The bare controller is plain Nest and returns a constant of the same shape. The scanned Map walks all sessions.',
  metrics: [
    { key: 'perSecond', title: 'requests', unit: 'a second', ratio: true },
    { key: 'p50', title: 'p50', unit: 'ms' },
    { key: 'p99', title: 'p99', unit: 'ms', ratio: true },
  ],
  base: BARE,
  baseSize: 0,
  own: [SERVER],
  plan: (options) => [
    { contender: BARE, size: 0 },
    { contender: SERVER, size: 0 },
    { contender: SERVER, size: fullSize(options) },
    { contender: SCANNED_MAP, size: fullSize(options) },
  ],
  async measure({ contender, size }, options) {
    const server =
      contender === SCANNED_MAP
        ? await ServerProcess.start(suiteServer('scanning-server'), [String(size)], HEALTH)
        : await startApi(contender);
    try {
      if (contender === SERVER && size > 0) await sendAll(server.url, creations(USERS), size);
      return await load(server.url, [{ path: HEALTH }], options);
    } finally {
      await server.stop();
    }
  },
  targets: (figures) => {
    const full = figures.largestSize ?? 0;
    const of = (size: number, key: string): number | undefined => figures.median(SERVER, size, key);
    const share = ratio(of(full, 'perSecond'), figures.median(BARE, 0, 'perSecond'));
    return [
      ...atLeast("at least 0.9 of the bare controller's requests a second", 0.9, '', share),
      ...atMost('p99 at most 1.1 times that at 0 sessions', 1.1, '', ratio(of(full, 'p99'), of(0, 'p99'))),
    ];
  },
};
