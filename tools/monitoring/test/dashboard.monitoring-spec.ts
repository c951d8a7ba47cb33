import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ServerProcesses } from '../../../apps/api/test/server-processes.js';
import { panels } from './dashboard.js';
import { PrometheusServer } from './prometheus-server.js';
import { BUSY_SERVER, useSessions } from './traffic.js';

/** The metrics that an expression names, and not the labels that it groups by. */
const metricsIn = (expression: string): readonly string[] =>
  expression.replaceAll(/by \([^)]*\)/g, '').match(/\b(?:nest_sessions|http_server|nodejs|v8js)_\w+/g) ?? [];

const queries = panels('10s').flatMap(({ title, queries: those }) =>
  those.map(({ expression }) => ({ title, expression })),
);

const processes = new ServerProcesses();
let prometheus: PrometheusServer;
let isOver = false;
let traffic: Promise<void>;

beforeAll(async () => {
  const url = await processes.launch(BUSY_SERVER).url();
  prometheus = await PrometheusServer.start(url);
  traffic = (async () => {
    for (let round = 0; !isOver; round += 1) await useSessions(url, round % 2 === 0);
  })();
});

afterAll(async () => {
  isOver = true;
  await traffic;
  await prometheus.stop();
  await processes.killAll();
});

describe('the dashboard', () => {
  it('is what its code writes', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, '../generate.mjs'), '--check'], {
      encoding: 'utf8',
      env: {},
    });
    expect([stderr, status]).toEqual(['', 0]);
  });

  it('has a panel with queries in each place', () => {
    expect(queries.length).toBeGreaterThanOrEqual(panels('10s').filter(({ type }) => type !== 'row').length);
  });

  it.each(queries)('$title shows data: $expression', async ({ expression }) => {
    let values: number[] = [];
    for (let time = 0; time < 100 && values.length === 0; time += 1) {
      const lines = await prometheus.query(expression);
      values = lines.flatMap((line) => line.values.map(([, value]) => value)).filter(Number.isFinite);
      if (values.length === 0) await pause(300);
    }
    expect(values.length).toBeGreaterThan(0);
    const exported = await prometheus.metricNames();
    const names = metricsIn(expression);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !exported.has(name))).toEqual([]);
  });
});

describe('the alerts', () => {
  it('are loaded and evaluated, and read metrics that the server exports', async () => {
    const rules = await prometheus.rules();
    expect(rules.size).toBe(8);
    const exported = await prometheus.metricNames();
    for (const { query, health } of rules.values()) {
      expect(health).toBe('ok');
      const names = metricsIn(query);
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => !exported.has(name))).toEqual([]);
    }
  });
});
