import { describe, expect, it } from '@jest/globals';
import { FILE_ALWAYS } from '../contenders/disk-stores.js';
import { FLOOR, LRU_CACHE, MEMORY_STORE, SERVICE } from '../contenders/index.js';
import {
  BARE_EVALSHA,
  CONNECT_REDIS,
  REDIS_STORE,
  SEVEN_AWAITED,
  SEVEN_IN_MULTI,
} from '../contenders/redis-touches.js';
import type { Sample, Values } from '../suite/case.js';
import { Figures } from '../suite/figures.js';
import { MILLION } from '../suite/options.js';
import { BARE, SERVER, SERVER_ON_FILES } from '../servers/sessions-api.js';
import { ROWS } from './index.js';

const sample = (contender: string, size: number, values: Values): Sample => ({ contender, size, values });

/** For each row: figures exactly at its targets, and figures just beyond them. */
const EDGES: Readonly<Record<string, { readonly reached: Sample[]; readonly missed: Sample[] }>> = {
  counts: {
    reached: [sample(MEMORY_STORE, 10 * MILLION, { awaited: 5000 })],
    missed: [sample(MEMORY_STORE, 10 * MILLION, { awaited: 5001 })],
  },
  touch: {
    reached: [
      sample(MEMORY_STORE, MILLION, { awaited: 300 }),
      sample(SERVICE, MILLION, { awaited: 300 }),
      sample(LRU_CACHE, MILLION, { awaited: 300, plain: 300 }),
      sample(FLOOR, MILLION, { awaited: 100, plain: 100 }),
    ],
    missed: [
      sample(MEMORY_STORE, MILLION, { awaited: 301 }),
      sample(SERVICE, MILLION, { awaited: 301 }),
      sample(LRU_CACHE, MILLION, { awaited: 300, plain: 300 }),
      sample(FLOOR, MILLION, { awaited: 100, plain: 100 }),
    ],
  },
  churn: {
    reached: [sample(MEMORY_STORE, MILLION, { created: 500_000, deleted: 500_000 })],
    missed: [sample(MEMORY_STORE, MILLION, { created: 499_999, deleted: 499_999 })],
  },
  memory: {
    reached: [
      sample(MEMORY_STORE, MILLION, { beyondId: 200 }),
      sample(SERVICE, MILLION, { beyondId: 190 }),
      sample(LRU_CACHE, MILLION, { beyondId: 200 }),
    ],
    missed: [sample(MEMORY_STORE, MILLION, { beyondId: 201 }), sample(LRU_CACHE, MILLION, { beyondId: 200 })],
  },
  health: {
    reached: [
      sample(BARE, 0, { perSecond: 1000 }),
      sample(SERVER, 0, { perSecond: 990, p99: 10 }),
      sample(SERVER, MILLION, { perSecond: 900, p99: 11 }),
    ],
    missed: [
      sample(BARE, 0, { perSecond: 1000 }),
      sample(SERVER, 0, { perSecond: 990, p99: 10 }),
      sample(SERVER, MILLION, { perSecond: 899, p99: 11.1 }),
    ],
  },
  expiry: {
    reached: [sample(MEMORY_STORE, MILLION, { p99: 10, max: 50, seconds: 5 })],
    missed: [sample(MEMORY_STORE, MILLION, { p99: 10.1, max: 50.1, seconds: 5.1 })],
  },
  http: {
    reached: [
      sample(BARE, 1000, { 'create-perSecond': 100, 'get-perSecond': 100, 'heartbeat-perSecond': 100 }),
      sample(SERVER, 1000, { 'create-perSecond': 85, 'get-perSecond': 85, 'heartbeat-perSecond': 85 }),
    ],
    missed: [
      sample(BARE, 1000, { 'create-perSecond': 100, 'get-perSecond': 100, 'heartbeat-perSecond': 100 }),
      sample(SERVER, 1000, { 'create-perSecond': 84, 'get-perSecond': 84, 'heartbeat-perSecond': 84 }),
    ],
  },
  'redis-touch': {
    reached: [
      sample(REDIS_STORE, 20_000, { perSecond: 900 }),
      sample(BARE_EVALSHA, 20_000, { perSecond: 1000 }),
      sample(SEVEN_AWAITED, 20_000, { perSecond: 300 }),
      sample(SEVEN_IN_MULTI, 20_000, { perSecond: 300 }),
      sample(CONNECT_REDIS, 20_000, { perSecond: 900 }),
    ],
    missed: [
      sample(REDIS_STORE, 20_000, { perSecond: 899 }),
      sample(BARE_EVALSHA, 20_000, { perSecond: 1000 }),
      sample(SEVEN_AWAITED, 20_000, { perSecond: 300 }),
      sample(SEVEN_IN_MULTI, 20_000, { perSecond: 300 }),
      sample(CONNECT_REDIS, 20_000, { perSecond: 900 }),
    ],
  },
  'redis-counts': {
    reached: [sample(REDIS_STORE, MILLION, { times: 1.1 })],
    missed: [sample(REDIS_STORE, MILLION, { times: 1.11 })],
  },
  'redis-sweep': {
    reached: [sample(REDIS_STORE, 100_000, { alone: 50_000, beside: 50_000, times: 3 })],
    missed: [sample(REDIS_STORE, 100_000, { alone: 49_999, beside: 49_999, times: 3.01 })],
  },
  'file-touch': {
    reached: [sample(FILE_ALWAYS, 10_000, { ofBare: 0.7 })],
    missed: [sample(FILE_ALWAYS, 10_000, { ofBare: 0.69 })],
  },
  'file-http': {
    reached: [sample(SERVER_ON_FILES, 1000, { ofMemory: 0.8 })],
    missed: [sample(SERVER_ON_FILES, 1000, { ofMemory: 0.79 })],
  },
  'file-open': {
    reached: [sample('FileSessionStore', MILLION, { created: 10, opened: 15, delay: 50 })],
    missed: [sample('FileSessionStore', MILLION, { created: 10, opened: 15.1, delay: 50.1 })],
  },
  start: {
    reached: [sample(BARE, 0, { ms: 800 }), sample(SERVER, 0, { ms: 1000 })],
    missed: [sample(BARE, 0, { ms: 700 }), sample(SERVER, 0, { ms: 1001 })],
  },
  soak: {
    reached: [sample(MEMORY_STORE, MILLION, { longest: 50 })],
    missed: [sample(MEMORY_STORE, MILLION, { longest: 50.1 })],
  },
};

it.each(ROWS.filter(({ name }) => !(name in EDGES)))('$name has no targets', (row) => {
  const anything = new Proxy({}, { get: () => 1 });

  expect(row.targets(new Figures([sample(row.base, MILLION, anything)]))).toEqual([]);
});

describe.each(ROWS.filter(({ name }) => name in EDGES))('the targets of $name', (row) => {
  const edges = EDGES[row.name] ?? { reached: [], missed: [] };

  it('are all reached by figures exactly at them', () => {
    const results = row.targets(new Figures(edges.reached));

    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ reached }) => !reached)).toEqual([]);
  });

  it('are all missed by figures just beyond them', () => {
    const results = row.targets(new Figures(edges.missed));

    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ reached }) => reached)).toEqual([]);
  });

  it('give no result when the run measured nothing', () => {
    expect(row.targets(new Figures([]))).toEqual([]);
  });
});
