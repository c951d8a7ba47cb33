import autocannon from 'autocannon';
import { percentile } from './figures.js';
import type { Options } from './options.js';
import type { Values } from './row.js';

const CONNECTIONS = 32;

/** Asks a server as fast as it answers, over 32 connections; a second of it before anything counts. */
export async function load(url: string, requests: autocannon.Request[], { quick }: Options): Promise<Values> {
  await ask(url, requests, 1);
  const { perSecond, times, failures } = await ask(url, requests, quick ? 1 : 4);
  if (failures > 0) throw new Error(`${String(failures)} requests failed.`);
  return { perSecond, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

interface Asked {
  readonly perSecond: number;
  /** Milliseconds of each answer. */
  readonly times: readonly number[];
  readonly failures: number;
}

async function ask(url: string, requests: autocannon.Request[], duration: number): Promise<Asked> {
  const times: number[] = [];
  const began = performance.now();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon({ url, requests, duration, connections: CONNECTIONS }, (error, ended) => {
      if (error instanceof Error) reject(error);
      else resolve(ended);
    });
    // Its own histogram counts in whole milliseconds.
    running.on('response', (_client, _status, _bytes, time) => times.push(time));
  });
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: times.length / seconds, times, failures: result.non2xx + result.errors + result.timeouts };
}
