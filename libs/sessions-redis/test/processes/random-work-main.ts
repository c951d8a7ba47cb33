import { createClient } from 'redis';
import { type QuarantinedRecord, type StoreLookup, isSessionError } from 'nest-sessions/store';
import { RedisSessionStore } from '../../src/index.js';
import { placeOf } from '../redis-damage.js';
import { isWorkSettings, randomFrom } from './random-work.js';

const LANES = 4;
const USERS = 60;

const settings: unknown = JSON.parse(process.argv[2] ?? '');
if (!isWorkSettings(settings)) throw new Error('settings of work are wanted');
const { url, prefix, seed, seconds, population } = settings;
const random = randomFrom(seed);
const client = createClient({ url });
const store = new RedisSessionStore({
  url,
  prefix,
  commandTimeout: '20s',
  events: { maxBytes: 2 ** 30, metadata: true },
});

const created: string[] = [];
const ended: string[] = [];
const rotated: (readonly [string, string])[] = [];
const failures: string[] = [];
const operations: Record<string, number> = {};
let known: string[] = [];
let cursor: string | undefined;
let active = 0;

const whole = (below: number): number => Math.floor(random() * below);
const someone = (): string => `user-${String(whole(USERS))}`;
const one = (): string => known[whole(known.length)] ?? '';

function quarantine(records: readonly QuarantinedRecord[]): void {
  ended.push(...records.map(({ id }) => id));
}

function look({ state, ...found }: StoreLookup): boolean {
  if ('record' in found) quarantine([found.record]);
  return state === 'active';
}

async function create(): Promise<void> {
  if (active >= population) return count();
  const absoluteTimeoutMs = 1000 + whole(60_000);
  const idleTimeoutMs = 1 + whole(absoluteTimeoutMs);
  const timeouts = {
    idleTimeoutMs,
    absoluteTimeoutMs,
    warningThresholdMs: whole(idleTimeoutMs),
    autoRenew: random() < 0.7,
  };
  const limit =
    random() < 0.2 ? ({ max: 5 + whole(20), policy: random() < 0.5 ? 'reject' : 'evict-oldest' } as const) : undefined;
  const input = { userId: someone(), attributes: { seed }, metadata: {}, timeouts };
  const made = await store.create(input, limit).catch((error: unknown) => {
    if (isSessionError(error) && error.code === 'SESSION_LIMIT_REACHED') return undefined;
    throw error;
  });
  if (made === undefined) return;
  quarantine(made.quarantined);
  ended.push(...made.evicted.map(({ id }) => id));
  created.push(made.session.id);
  known.push(made.session.id);
  active += 1;
}

async function count(): Promise<void> {
  active = (await store.counts()).active;
}

async function list(userId?: string): Promise<void> {
  const from = userId === undefined ? cursor : undefined;
  const limit = 1 + whole(100);
  const page = await store.list({
    limit,
    ...(from !== undefined && { cursor: from }),
    ...(userId !== undefined && { userId }),
  });
  quarantine(page.quarantined);
  active = page.counts.active;
  if (userId === undefined) cursor = page.nextCursor;
  // Old ids stay for a while, so that sessions that have ended are used as well.
  known = [...known, ...page.sessions.map(({ id }) => id)].slice(-500);
}

async function remove(): Promise<void> {
  const id = one();
  if (look(await store.delete(id))) ended.push(id);
}

async function rotate(): Promise<void> {
  const id = one();
  const found = await store.rotate(id, random() < 0.5 ? 0 : whole(20_000));
  if (!look(found) || found.state !== 'active') return;
  rotated.push([id, found.session.id]);
  known.push(found.session.id);
}

async function patch(): Promise<void> {
  look(await store.updateMetadata(one(), (metadata) => ({ ...metadata, [`key-${String(whole(5))}`]: whole(100) })));
}

async function revoke(): Promise<void> {
  const batch = await store.revokeByUser(someone(), 1 + whole(3), random() < 0.5 ? one() : undefined);
  quarantine(batch.quarantined);
  ended.push(...batch.ended.map(({ id }) => id));
}

async function sweep(): Promise<void> {
  const batch = await store.sweep(1 + whole(50));
  quarantine(batch.quarantined);
  ended.push(...batch.ended.map(({ id }) => id));
}

/** Damages a valid record, in one step: otherwise it could write a new record for a session that has ended. */
async function damage(): Promise<void> {
  const id = one();
  const { record } = placeOf(client, prefix, id);
  const kinds = [
    `redis.call('DEL', KEYS[1])`,
    `redis.call('DEL', KEYS[1]) redis.call('SET', KEYS[1], 'not a session')`,
    `redis.call('HSET', KEYS[1], 'metadata', '{"cart":[')`,
    `redis.call('HSET', KEYS[1], 'times', 'now then never 0')`,
    `redis.call('HDEL', KEYS[1], 'timeouts')`,
  ];
  const harm = kinds[whole(kinds.length)] ?? '';
  await client.eval(`if redis.call('TYPE', KEYS[1]).ok == 'hash' then ${harm} end`, { keys: [record] });
}

const work: readonly (readonly [share: number, name: string, run: () => Promise<unknown>])[] = [
  [12, 'create', create],
  [12, 'touch', async () => look(await store.touch(one()))],
  [4, 'touch at a precision', async () => look(await store.touch(one(), whole(2000)))],
  [6, 'rotate', rotate],
  [6, 'patch', patch],
  [2, 'revoke', revoke],
  [10, 'renew', async () => look(await store.renew(one()))],
  [
    8,
    'updateTimeouts',
    async () => look(await store.updateTimeouts(one(), { idleTimeoutMs: 1 + whole(900), warningThresholdMs: 0 })),
  ],
  [10, 'get', async () => look(await store.get(one()))],
  [4, 'delete', remove],
  [6, 'list', () => list()],
  [6, 'list of a user', () => list(someone())],
  [6, 'sweep', sweep],
  [7, 'counts', count],
  [1, 'damage', damage],
];

async function lane(until: number): Promise<void> {
  while (performance.now() < until) {
    let at = random() * 100;
    const [, name, run] = work.find(([share]) => (at -= share) < 0) ?? work[0] ?? [0, '', count];
    operations[name] = (operations[name] ?? 0) + 1;
    await run().catch((error: unknown) => failures.push(`${name}: ${String(error)}`));
  }
}

process.on('disconnect', () => process.exit());
await client.connect();
const until = performance.now() + seconds * 1000;
await Promise.all(Array.from({ length: LANES }, () => lane(until)));
process.send?.({ created, rotated, ended, operations, failures }, () => process.disconnect());
