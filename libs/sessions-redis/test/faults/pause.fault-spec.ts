import { describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createClient } from 'redis';
import { SessionsHealthIndicator, SessionsModule, type HealthReport } from 'nest-sessions';
import { RedisSessionStore } from '../../src/index.js';
import { census } from '../census.js';
import { RedisServer } from '../redis-server.js';
import { Traffic } from '../traffic.js';
import { until } from '../until.js';
import { brokenPromises } from '../verdict.js';

const TIMEOUT_MS = 800;
/** How much longer everything may take on a busy machine. */
const SLACK_MS = 200;

interface Watch {
  readonly status: string;
  readonly tookMs: number;
}

/** Requests a page that needs no Redis and the health report in turn, until it is stopped. */
async function watch(url: string, isOver: () => boolean): Promise<{ pages: number[]; reports: Watch[] }> {
  const pages: number[] = [];
  const reports: Watch[] = [];
  while (!isOver()) {
    const began = performance.now();
    await (await fetch(url)).text();
    const between = performance.now();
    const report = (await (await fetch(`${url}/health`)).json()) as HealthReport;
    pages.push(between - began);
    reports.push({ status: report.status, tookMs: performance.now() - between });
  }
  return { pages, reports };
}

async function serve(store: RedisSessionStore): Promise<{ url: string; stop: () => Promise<void> }> {
  class App {}
  Module({ imports: [SessionsModule.forRoot({ store, sweep: { interval: '1s' } })] })(App);
  const app = await NestFactory.createApplicationContext(App, { logger: false });
  const health = app.get(SessionsHealthIndicator);
  const server = createServer((request, response) => {
    if (request.url === '/health') void health.report().then((report) => response.end(JSON.stringify(report)));
    else response.end('here');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await app.close();
  };
  return { url: `http://127.0.0.1:${String(port)}`, stop };
}

async function halt(server: RedisServer, store: RedisSessionStore): Promise<void> {
  const { url, stop } = await serve(store);
  const traffic = new Traffic(store, 32);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const healthy = async (): Promise<boolean> =>
    ((await (await fetch(`${url}/health`)).json()) as HealthReport).status === 'healthy';
  try {
    await until('healthy', healthy);
    await until('traffic', () => traffic.alive.size > 100);
    server.signal('SIGSTOP');
    delay.enable();
    const began = performance.now();
    const { pages, reports } = await watch(url, () => performance.now() - began >= 10_000);
    delay.disable();
    server.signal('SIGCONT');
    const recovered = await until('healthy again', healthy, 5000);
    const answered = traffic.answered;
    await until('traffic continues', () => traffic.answered > answered + 100);
    await traffic.stop();
    expect(reports.map(({ status }) => status)).toEqual(reports.map(() => 'unhealthy'));
    expect(Math.max(...reports.map(({ tookMs }) => tookMs))).toBeLessThan(TIMEOUT_MS + SLACK_MS);
    expect(Math.max(...pages)).toBeLessThan(SLACK_MS);
    expect(delay.max / 1e6).toBeLessThan(SLACK_MS);
    expect(recovered).toBeLessThan(2500);
    expect(brokenPromises(traffic, await census([server.url], 'sessions'))).toEqual([]);
  } finally {
    await traffic.stop();
    await stop();
  }
}

describe('a server that is paused for ten seconds', () => {
  it('is reported in time, delays nothing else, and is used again when it continues', async () => {
    const server = await RedisServer.start();
    try {
      await halt(server, new RedisSessionStore({ url: server.url }));
    } finally {
      await server.stop();
    }
  }, 30_000);

  it('is no different for a store that was given its client', async () => {
    const server = await RedisServer.start();
    const client = createClient({ url: server.url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await halt(server, new RedisSessionStore({ client }));
    } finally {
      client.destroy();
      await server.stop();
    }
  }, 30_000);
});
