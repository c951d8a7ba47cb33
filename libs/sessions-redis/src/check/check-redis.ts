import { createClient } from 'redis';
import type { Finding, SessionCounts } from 'nest-sessions/store';
import { messageOf, unavailable } from '../connection/failures.js';
import { LAYOUT_VERSION } from '../layout/keys.js';
import { RedisSessionStore } from '../redis-session.store.js';
import type { RedisSessionStoreOptions } from '../options.js';
import { eventGroups } from './event-groups.js';
import { info, readLayout, type CheckClient } from './redis-state.js';

export interface CheckedRedis {
  /** Such as `redis://user:password@host:6379/0` or `rediss://host`. */
  readonly url: string;
  /** Default `'sessions'`. */
  readonly prefix?: string;
  readonly idKey?: RedisSessionStoreOptions['idKey'];
}

type Client = ReturnType<typeof newClient>;

const CONNECT_MS = 3000;

/** What to do about the code of an error of Redis. */
const REMEDIES: Readonly<Record<string, string>> = {
  MISCONF: "Free space on the disk of Redis, or correct its rights; the log of Redis says why it can't save.",
  NOPERM: 'Give the user of the store the rights that the README of nest-sessions-redis lists.',
  NOREPLICAS: 'Connect the replicas again, or lower min-replicas-to-write.',
  OOM: 'Raise maxmemory, or shorten the timeouts.',
  READONLY: 'Use the address of the master, or make this server the master.',
};
const LATENCY_CALLS = 20;
const SLOW_MS = 10;
const CLOCK_LIMIT_MS = 1000;
const NEARLY_FULL = 0.9;

/**
 * Checks whether Redis has what the sessions under a prefix need: layout, rights, eviction policy, memory, persistence, clock,
 * latency and events. It changes no session. It never throws: what can't be read is a finding too.
 */
export async function checkRedis({ url, prefix = 'sessions', idKey }: CheckedRedis): Promise<readonly Finding[]> {
  const client = newClient(url);
  try {
    await client.connect();
    return await findingsOf(client, prefix, idKey);
  } catch (error) {
    const remedy = 'Check the address, the password, the network, and that Redis runs.';
    return [{ check: 'connection', level: 'problem', message: unavailable(error).message, remedy }];
  } finally {
    if (client.isOpen) client.destroy();
  }
}

function newClient(url: string) {
  const client = createClient({ url, socket: { connectTimeout: CONNECT_MS, reconnectStrategy: false } });
  // The call that is under way rejects with the error.
  client.on('error', () => undefined);
  return client;
}

async function findingsOf(client: Client, prefix: string, idKey: CheckedRedis['idKey']): Promise<readonly Finding[]> {
  const checks: readonly [name: string, check: () => Promise<Finding | readonly Finding[]>][] = [
    ['server', () => server(client)],
    ['layout', () => sessions(client, prefix, idKey)],
    ['eviction policy', () => evictionPolicy(client)],
    ['memory', () => memory(client)],
    ['persistence', () => persistence(client)],
    ['clock', () => clock(client)],
    ['latency', () => latency(client)],
    ['events', () => events(client, prefix)],
  ];
  const findings: Finding[] = [];
  for (const [name, check] of checks) {
    try {
      findings.push(...[await check()].flat());
    } catch (error) {
      findings.push(unchecked(name, error));
    }
  }
  return findings;
}

function remedyFor(message: string): string {
  const code = Object.keys(REMEDIES).find((word) => message.includes(`(${word})`) || message.includes(`(${word}:`));
  return REMEDIES[code ?? ''] ?? 'Mend what the message says.';
}

function isForbidden(error: unknown): boolean {
  return /\bNOPERM\b/.test(messageOf(error));
}

function unchecked(check: string, error: unknown): Finding {
  if (!isForbidden(error)) {
    const { message } = unavailable(error);
    return { check, level: 'problem', message, remedy: remedyFor(message) };
  }
  return {
    check,
    level: 'warning',
    message: `It can't be checked: the user lacks the right to a command.`,
    remedy: 'Run the check as a user who may call INFO, TIME, XINFO and XLEN.',
  };
}

async function server(client: CheckClient): Promise<Finding> {
  const found = await info(client, 'server');
  const valkey = found.get('valkey_version');
  const name =
    valkey === undefined ? `Redis ${found.get('redis_version') ?? 'of an unknown version'}` : `Valkey ${valkey}`;
  const [major = 0, minor = 0] = (found.get('redis_version') ?? '').split('.').map(Number);
  if (major > 6 || (major === 6 && minor >= 2)) return { check: 'server', level: 'ok', message: name };
  return {
    check: 'server',
    level: 'problem',
    message: `${name} is too old.`,
    remedy: 'Use Redis 6.2 or later, or Valkey.',
  };
}

/** Opens the store as an application would, which shows the layout, the rights and what Redis refuses. */
async function sessions(client: Client, prefix: string, idKey: CheckedRedis['idKey']): Promise<readonly Finding[]> {
  const layout = await readLayout(client, prefix);
  if (layout === undefined) {
    const message = `There are no sessions under the prefix '${prefix}' yet.`;
    return [
      {
        check: 'layout',
        level: 'warning',
        message,
        remedy: 'Check the prefix. A store writes its layout when it starts.',
      },
    ];
  }
  const { version, shards, hasHashedIds } = layout;
  if (version === 0) {
    const message = 'The layout of the sessions is damaged: no store of this package has written it.';
    return [
      { check: 'layout', level: 'problem', message, remedy: 'Restore a backup, or give the store another prefix.' },
    ];
  }
  if (version !== LAYOUT_VERSION) {
    const message = `The sessions have layout ${String(version)}; this package reads layout ${String(LAYOUT_VERSION)}.`;
    return [
      { check: 'layout', level: 'problem', message, remedy: 'Use the version of nest-sessions-redis that wrote them.' },
    ];
  }
  const shown = `${String(shards)} shards, ${hasHashedIds ? 'hashed ids' : 'plain ids'}`;
  if (hasHashedIds && idKey === undefined) {
    const message = `${shown}; without their key, the sessions can't be checked.`;
    return [{ check: 'layout', level: 'warning', message, remedy: 'Give the idKey of the store.' }];
  }
  const store = new RedisSessionStore({ client, prefix, shards, ...(idKey !== undefined && { idKey }) });
  const found: Finding = { check: 'layout', level: 'ok', message: shown };
  try {
    return [found, ...ofCounts(await store.counts())];
  } catch (error) {
    const { message } = unavailable(error);
    return [found, { check: 'writes', level: 'problem', message, remedy: remedyFor(message) }];
  } finally {
    await store.close();
  }
}

function ofCounts({ active, quarantined, refusesChanges, refusesCreates }: SessionCounts): readonly Finding[] {
  const writes: Finding =
    refusesChanges !== undefined
      ? {
          check: 'writes',
          level: 'problem',
          message: refusesChanges,
          remedy: remedyFor(refusesChanges),
        }
      : refusesCreates !== undefined
        ? {
            check: 'writes',
            level: 'problem',
            message: refusesCreates,
            remedy: remedyFor(refusesCreates),
          }
        : { check: 'writes', level: 'ok', message: `accepted; ${String(active)} active sessions` };
  if (quarantined === 0) return [writes, { check: 'quarantine', level: 'ok', message: 'empty' }];
  const message = `${String(quarantined)} corrupted records are in quarantine.`;
  return [
    writes,
    { check: 'quarantine', level: 'warning', message, remedy: 'Look at them, find who wrote them, and clear them.' },
  ];
}

async function evictionPolicy(client: CheckClient): Promise<Finding> {
  const found = await info(client, 'memory');
  const policy = found.get('maxmemory_policy') ?? 'unknown';
  if (policy === 'noeviction') return { check: 'eviction policy', level: 'ok', message: policy };
  const isLimited = found.get('maxmemory') !== '0';
  return {
    check: 'eviction policy',
    level: isLimited ? 'problem' : 'warning',
    message: isLimited
      ? `${policy}: Redis deletes sessions when its memory is full.`
      : `${policy}, though without maxmemory.`,
    remedy: 'Set maxmemory-policy to noeviction.',
  };
}

async function memory(client: CheckClient): Promise<Finding> {
  const found = await info(client, 'memory');
  const [used, max] = [Number(found.get('used_memory')), Number(found.get('maxmemory'))];
  const mib = (bytes: number): string => `${String(Math.round(bytes / 1024 / 1024))} MiB`;
  if (max === 0) {
    const message = `${mib(used)} in use, with no limit: the machine's memory is the limit.`;
    return { check: 'memory', level: 'warning', message, remedy: 'Set maxmemory below the memory of the machine.' };
  }
  const message = `${mib(used)} of ${mib(max)} in use`;
  if (used < max * NEARLY_FULL) return { check: 'memory', level: 'ok', message };
  return {
    check: 'memory',
    level: 'problem',
    message: `${message}: ${used < max ? 'nearly full' : 'full'}.`,
    remedy: 'Raise maxmemory, or shorten the timeouts.',
  };
}

async function persistence(client: CheckClient): Promise<Finding> {
  const found = await info(client, 'persistence');
  if (found.get('aof_enabled') === '1') return { check: 'persistence', level: 'ok', message: 'append-only file' };
  return {
    check: 'persistence',
    level: 'warning',
    message: 'There is no append-only file: a restart of Redis loses the latest sessions, or all.',
    remedy: 'Set appendonly to yes if sessions must survive a restart of Redis.',
  };
}

async function clock(client: CheckClient): Promise<Finding> {
  const before = Date.now();
  const reply = await client.sendCommand(['TIME']);
  const after = Date.now();
  const [seconds, microseconds] = Array.isArray(reply) ? reply.map(Number) : [];
  const aheadMs = Math.round(Number(seconds) * 1000 + Number(microseconds) / 1000 - (before + after) / 2);
  if (Math.abs(aheadMs) <= CLOCK_LIMIT_MS)
    return { check: 'clock', level: 'ok', message: 'as on this machine, to a second' };
  const message = `Redis is ${String(Math.abs(aheadMs))} ms ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine. Sessions expire by the clock of Redis.`;
  return { check: 'clock', level: 'warning', message, remedy: 'Synchronise both clocks, for example with NTP.' };
}

async function latency(client: CheckClient): Promise<Finding> {
  const times: number[] = [];
  for (let call = 0; call < LATENCY_CALLS; call += 1) {
    const before = performance.now();
    await client.sendCommand(['PING']);
    times.push(performance.now() - before);
  }
  const median = times.sort((one, other) => one - other)[LATENCY_CALLS / 2] ?? 0;
  const message = `${median.toFixed(1)} ms for a round trip`;
  if (median <= SLOW_MS) return { check: 'latency', level: 'ok', message };
  return {
    check: 'latency',
    level: 'warning',
    message: `${message}: every request waits for it.`,
    remedy: 'Move Redis closer.',
  };
}

async function events(client: CheckClient, prefix: string): Promise<readonly Finding[]> {
  const { groups, dropped } = await eventGroups(client, prefix);
  const parked = groups.filter((group) => group.parked > 0);
  const findings: Finding[] = parked.map(({ group, parked: count }) => ({
    check: 'events',
    level: 'warning',
    message: `The group '${group}' has ${String(count)} parked events: its handler failed again and again.`,
    remedy: 'Mend the handler, then call retryParked() of a consumer of the group.',
  }));
  if (dropped > 0 && groups.length > 0) {
    findings.push({
      check: 'events',
      level: 'warning',
      message: `${String(dropped)} events were dropped because of their age or their number. A group may have missed them.`,
      remedy: 'Check that consumers of every group run, and raise events.maxBytes or events.maxAge.',
    });
  }
  if (findings.length > 0) return findings;
  const waiting = groups.reduce((sum, { pending }) => sum + pending, 0);
  return [
    { check: 'events', level: 'ok', message: `${String(groups.length)} groups, ${String(waiting)} events to handle` },
  ];
}
