import { load } from '../run/load.js';
import { fullSize } from '../run/options.js';
import type { Row } from '../run/row.js';
import { ownServer, ServerProcess } from '../run/server-process.js';
import { atLeast, atMost, ratio } from '../run/verdicts.js';
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
    'A report costs 1 µs of processor time in a loop, the counts a third of it at any size. Between requests it is some 2 to 5 ' +
    'of the 113 µs that a request to the bare controller takes, by processor time with the servers asked in turn. A million ' +
    'sessions cost 1 to 3 % more than none in four runs, and it is not known why: it is not the counts; the garbage ' +
    'collector, which has more to mark, is a suspect.',
  base: BARE,
  baseSize: 0,
  plan: (options) => [
    { contender: BARE, size: 0 },
    { contender: INDICATOR, size: 0 },
    { contender: INDICATOR, size: fullSize(options) },
    { contender: SCANNING, size: fullSize(options) },
  ],
  async measure({ contender, size }, options) {
    const server = await ServerProcess.start(ownServer('health-server'), [contender, String(size)], '/health');
    try {
      return await load(server.url, [{ path: '/health' }], options);
    } finally {
      await server.stop();
    }
  },
  verdicts: (figures) => {
    const full = figures.sizes.at(-1) ?? 0;
    const of = (size: number, key: string): number | undefined => figures.median(INDICATOR, size, key);
    return [
      ...atLeast("at least 0.95 of the bare controller's requests a second", 0.95, '', () =>
        ratio(of(full, 'perSecond'), figures.median(BARE, 0, 'perSecond')),
      ),
      ...atMost('p99 at most 1.1 times that at 0 sessions', 1.1, '', () => ratio(of(full, 'p99'), of(0, 'p99'))),
    ];
  },
};
