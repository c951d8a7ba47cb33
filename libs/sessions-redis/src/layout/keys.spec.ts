import { describe, expect, it } from '@jest/globals';
import { Keys } from './keys.js';

describe('Keys', () => {
  const keys = new Keys('sessions', 16);

  it('gives all keys of a shard one hash tag', () => {
    expect(keys.ofShards([3])).toEqual(['{sessions:3}:', '{sessions:3}:layout']);
    expect(keys.ofShards([2, 3])).toEqual(['{sessions:2}:', '{sessions:3}:', '{sessions:2}:layout']);
  });

  it('gives a user the same shard for ever', () => {
    expect(['ada', 'bob', 'ключ', 'x'.repeat(2000)].map((user) => keys.shardOfUser(user))).toEqual([13, 8, 2, 4]);
  });

  it('spreads users evenly', () => {
    const load = new Array<number>(16).fill(0);
    for (let user = 0; user < 16_000; user += 1) {
      const shard = keys.shardOfUser(`user-${String(user)}`);
      load[shard] = (load[shard] ?? 0) + 1;
    }
    expect(Math.min(...load)).toBeGreaterThan(850);
    expect(Math.max(...load)).toBeLessThan(1150);
  });
});
