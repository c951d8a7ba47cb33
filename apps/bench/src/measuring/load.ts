import autocannon from 'autocannon';
import type { Values } from '../suite/case.js';
import type { Options } from '../suite/options.js';
import { percentile } from './percentile.js';

const CONNECTIONS = 32;

/** Sends requests over 32 connections as fast as the server answers. A first second warms it up and does not count. */
export async function load(url: string, requests: autocannon.Request[], { quick }: Options): Promise<Values> {
  await send(url, requests, 1);
  const { perSecond, times, failures } = await send(url, requests, quick ? 1 : 4);
  if (failures > 0) throw new Error(`${String(failures)} requests failed.`);
  return { perSecond, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

/** Sends requests over 32 connections for one second. Returns how many were answered in a second. */
export async function secondOfLoad(url: string, requests: autocannon.Request[]): Promise<number> {
  const { perSecond, failures } = await send(url, requests, 1);
  if (failures > 0) throw new Error(`${String(failures)} requests failed.`);
  return perSecond;
}

/** Sends `amount` requests, repeating the list, and throws if one fails. */
export async function sendAll(url: string, requests: autocannon.Request[], amount: number): Promise<void> {
  const { non2xx, errors, timeouts } = await autocannon({ url, requests, amount, connections: CONNECTIONS });
  const failures = non2xx + errors + timeouts;
  if (failures > 0) throw new Error(`${String(failures)} of ${String(amount)} requests failed.`);
}

interface Sent {
  readonly perSecond: number;
  /** How long each answer took, in milliseconds. */
  readonly times: readonly number[];
  readonly failures: number;
}

async function send(url: string, requests: autocannon.Request[], duration: number): Promise<Sent> {
  const times: number[] = [];
  const began = performance.now();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon({ url, requests, duration, connections: CONNECTIONS }, (error, ended) => {
      if (error instanceof Error) reject(error);
      else resolve(ended);
    });
    // The histogram of autocannon counts in whole milliseconds.
    running.on('response', (_client, _status, _bytes, time) => times.push(time));
  });
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: times.length / seconds, times, failures: result.non2xx + result.errors + result.timeouts };
}
