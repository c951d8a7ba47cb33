import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { sendAll } from '../measuring/load.js';
import { percentile } from '../measuring/percentile.js';
import { RedisProcess } from '../measuring/redis-process.js';
import { creations, HEALTH, SERVER, SERVER_ON_REDIS, SESSIONS, startApi } from '../servers/sessions-api.js';
import type { Row } from '../suite/row.js';
import { atMost } from '../suite/targets.js';

const SIZE = 10_000;
const METADATA = { note: 'x'.repeat(10_000) };
const CLIENTS = 20;
const PROBE_PAUSE_MS = 10;

export const pages: Row = {
  name: 'pages',
  title: 'Health while clients read all pages',
  about:
    '20 clients read the pages of all sessions at the same time. The metadata of each session takes 10 KB. Meanwhile a ' +
    'probe requests the health report of the built server every 10 ms, over a connection of its own.',
  metrics: [
    { key: 'p99', title: 'health, p99', unit: 'ms' },
    { key: 'p50', title: 'p50', unit: 'ms' },
    { key: 'longest', title: 'longest', unit: 'ms' },
    { key: 'perSecond', title: 'pages', unit: 'a second' },
  ],
  base: SERVER,
  own: [SERVER, SERVER_ON_REDIS],
  plan: () => [SERVER, SERVER_ON_REDIS].map((contender) => ({ contender, size: SIZE })),
  async measure({ contender, size }, { quick }) {
    const redis = contender === SERVER_ON_REDIS ? await RedisProcess.start() : undefined;
    const server = await startApi(contender, redis?.url);
    try {
      await sendAll(server.url, creations(1000, METADATA), size);
      const clients = new Worker(new URL('../measuring/paging-clients.js', import.meta.url), {
        workerData: { url: server.url + SESSIONS, clients: CLIENTS },
      });
      const failed = once(clients, 'error').then(([error]: unknown[]): never => {
        throw error;
      });
      const seconds = quick ? 2 : 10;
      const times = await Promise.race([probe(server.url, seconds), failed]);
      clients.postMessage('stop');
      const message: unknown[] = await Promise.race([once(clients, 'message'), failed]);
      await clients.terminate();
      return {
        p99: percentile(times, 0.99),
        p50: percentile(times, 0.5),
        longest: Math.max(...times),
        perSecond: Number(message[0]) / seconds,
      };
    } finally {
      await server.stop();
      await redis?.stop();
    }
  },
  targets: (figures) =>
    [SERVER, SERVER_ON_REDIS].flatMap((contender) =>
      atMost(`${contender}: p99 of health at most 100 ms`, 100, 'ms', figures.median(contender, SIZE, 'p99')),
    ),
};

/** How long each health report took, in milliseconds, after a first second that does not count. */
async function probe(url: string, seconds: number): Promise<number[]> {
  const times: number[] = [];
  const began = performance.now();
  for (let now = began; now - began < (seconds + 1) * 1000; now = performance.now()) {
    const response = await fetch(url + HEALTH);
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`Health was answered with ${String(response.status)}.`);
    if (now - began >= 1000) times.push(performance.now() - now);
    await sleep(PROBE_PAUSE_MS);
  }
  return times;
}
