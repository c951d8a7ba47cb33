import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SCRIPTS } from '../scripts/scripts.js';
import { Connection } from './connection.js';
import type { RedisClient } from './redis-client.js';

const LIMIT_MS = 1000;

/** A client that is not connected: it keeps commands, and forgets those whose signal aborts. */
class Offline implements RedisClient {
  readonly isOpen = true;
  readonly isReady = false;
  readonly kept = new Set<string>();
  readonly signals = new Set<AbortSignal | undefined>();

  withCommandOptions({ abortSignal }: { abortSignal?: AbortSignal }): ReturnType<RedisClient['withCommandOptions']> {
    this.signals.add(abortSignal);
    const keep = (_: string, { keys }: { keys: string[] }): Promise<never> => {
      const [name = ''] = keys;
      this.kept.add(name);
      return new Promise((_resolve, reject) => {
        abortSignal?.addEventListener('abort', () => {
          this.kept.delete(name);
          reject(new Error('aborted'));
        });
      });
    };
    return { evalSha: keep, eval: keep };
  }
}

describe('a client of the application that is not connected', () => {
  let client: Offline;
  let connection: Connection;
  let failures: string[];
  beforeEach(() => {
    jest.useFakeTimers();
    client = new Offline();
    connection = new Connection({ client }, LIMIT_MS);
    failures = [];
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function call(name: string): void {
    connection.run(SCRIPTS.ping, [name], []).catch((error: unknown) => failures.push(`${name}: ${String(error)}`));
  }

  it('keeps a command until the time limit, then fails the call and forgets the command', async () => {
    call('first');
    await jest.advanceTimersByTimeAsync(LIMIT_MS / 2);
    call('second');
    await jest.advanceTimersByTimeAsync(LIMIT_MS / 2);
    expect([...client.kept]).toEqual(['first', 'second']);
    expect(failures).toEqual([]);
    await jest.advanceTimersByTimeAsync(LIMIT_MS / 10);
    expect([...client.kept]).toEqual(['second']);
    expect(failures).toEqual([
      expect.stringContaining('first: StoreUnavailableError: Redis did not answer within 1000 ms'),
    ]);
    await jest.advanceTimersByTimeAsync(LIMIT_MS / 2);
    expect([...client.kept]).toEqual([]);
    expect(failures).toHaveLength(2);
  });

  it('gets one signal for all commands of a tenth of the time limit', async () => {
    call('first');
    await jest.advanceTimersByTimeAsync(99);
    call('second');
    expect(client.signals.size).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    call('third');
    expect(client.signals.size).toBe(2);
  });
});
