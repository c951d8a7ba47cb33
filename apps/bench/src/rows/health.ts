import { load } from '../measuring/load.js';
import { ServerProcess, suiteServer } from '../measuring/server-process.js';
import { fullSize } from '../suite/options.js';
import type { Row } from '../suite/row.js';
import { atLeast, atMost, ratio } from '../suite/targets.js';
import { BARE, INDICATOR, SCANNING } from '../servers/health-kinds.js';

export const health: Row = {
  name: 'health',
  title: 'Health over HTTP',
  about:
    'The health report by a controller of Nest on Express, asked over 32 connections by another process. The bare ' +
    'controller returns a constant of the same shape.',
  metrics: [
    { key: 'perSecond', title: 'requests', unit: 'a second', ratio: true },
    { key: 'p50', title: 'p50', unit: 'ms' },
    { key: 'p99', title: 'p99', unit: 'ms', ratio: true },
  ],
  limits:
    'In a profile of 50,000 requests each, the code of the sessions took 1.6 of 108 µs, and 1.7 with a million sessions. The ' +
    'garbage collector took 13.5 µs with the bare controller, 14.0 with the indicator and 17.1 with a million sessions: over ' +
    'the run, what it takes to mark them all once. The rest, some 3 µs of what the bare controller does not need, is ' +
    'spread over Node and Nest.',
  base: BARE,
  own: [INDICATOR],
  baseSize: 0,
  plan: (options) => [
    { contender: BARE, size: 0 },
    { contender: INDICATOR, size: 0 },
    { contender: INDICATOR, size: fullSize(options) },
    { contender: SCANNING, size: fullSize(options) },
  ],
  async measure({ contender, size }, options) {
    const server = await ServerProcess.start(suiteServer('health-server'), [contender, String(size)], '/health');
    try {
      return await load(server.url, [{ path: '/health' }], options);
    } finally {
      await server.stop();
    }
  },
  targets: (figures) => {
    const full = figures.largestSize ?? 0;
    const of = (size: number, key: string): number | undefined => figures.median(INDICATOR, size, key);
    const share = ratio(of(full, 'perSecond'), figures.median(BARE, 0, 'perSecond'));
    return [
      ...atLeast("at least 0.95 of the bare controller's requests a second", 0.95, '', share),
      ...atMost('p99 at most 1.1 times that at 0 sessions', 1.1, '', ratio(of(full, 'p99'), of(0, 'p99'))),
    ];
  },
};
