/** Draws docs/dashboard.svg: a Prometheus scrapes a server with traffic, and each panel of the dashboard shows its data. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '../../../apps/api/test/server-process.js';
import { panels } from '../test/dashboard.js';
import { PrometheusServer } from '../test/prometheus-server.js';
import { chart, type Line, type Period } from './chart.js';
import { rectangle, text } from './svg.js';
import { SMALL_SERVER, trafficOfDay } from './traffic-day.js';

const SECONDS = Number(process.argv[2] ?? 180);
/** Pixels of a column and of a row of Grafana's grid, and between two panels. */
const [COLUMN, ROW, GAP] = [60, 30, 8];

const folder = mkdtempSync(join(tmpdir(), 'sessions-drawn-'));
const server = new ServerProcess({ ...SMALL_SERVER, PORT: '0', SESSIONS_DIRECTORY: folder });
const url = await server.url();
const prometheus = await PrometheusServer.start(url, 'web-1');
try {
  const start = Date.now() / 1000 + 10;
  await trafficOfDay(url, SECONDS);
  writeFileSync(
    join(import.meta.dirname, '../../../docs/dashboard.svg'),
    await picture({ start, end: Date.now() / 1000 }),
  );
} finally {
  await prometheus.stop();
  server.signal('SIGKILL');
  await server.exited;
  rmSync(folder, { recursive: true });
}

async function picture(period: Period): Promise<string> {
  const all = panels('10s');
  const drawn: string[] = [];
  for (const panel of all) {
    const { x, y, w, h } = panel.place;
    const box = { x: x * COLUMN + GAP, y: y * ROW + GAP, width: w * COLUMN - GAP, height: h * ROW - GAP };
    if (panel.type === 'row') drawn.push(text(box.x + 4, box.y + 15, panel.title, { size: 15, weight: 600 }));
    else drawn.push(chart(panel, await linesOf(panel.queries, period), box, period));
  }
  const [width, height] = [24 * COLUMN + GAP, Math.max(...all.map(({ place }) => place.y + place.h)) * ROW + GAP];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" font-family="system-ui, sans-serif">`,
    rectangle({ x: 0, y: 0, width, height }, '#f4f5f7'),
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

async function linesOf(
  queries: ReturnType<typeof panels>[number]['queries'],
  { start, end }: Period,
): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const { expression, legend } of queries) {
    for (const { labels, values } of await prometheus.queryRange(expression, start, end)) {
      const name = legend.replace(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? '').trim();
      lines.push({ name, values });
    }
  }
  return lines;
}
