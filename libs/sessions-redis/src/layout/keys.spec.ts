import { describe, expect, it } from '@jest/globals';
import { Keys } from './keys.js';

describe('Keys', () => {
  const keys = new Keys('sessions', 16);
  const many = new Keys('sessions', 256);

  it('begins every id with its shard', () => {
    for (const shard of [0, 7, 15]) {
      const id = keys.createId(shard).id;
      expect(id).toMatch(/^[A-Za-z0-9_.~-]{26}$/);
      expect(keys.shardOfId(id)).toBe(shard);
    }
    expect(many.shardOfId(many.createId(255).id)).toBe(255);
  });

  it('finds no shard for an id that it never created', () => {
    const random = 'A'.repeat(24);
    for (const id of [
      random,
      `0${random}`,
      `0A${random}`,
      `0g${random}`,
      `zz${random}`,
      `00${random}=`,
      `00${random}\n`,
    ]) {
      expect(keys.shardOfId(id)).toBeUndefined();
    }
  });

  it('gives all keys of a shard one hash tag', () => {
    expect(keys.ofShards([3])).toEqual(['{sessions:3}:', '{sessions:3}:layout']);
    expect(keys.ofShards([2, 3])).toEqual(['{sessions:2}:', '{sessions:3}:', '{sessions:2}:layout']);
  });

  it('always gives a user the same shard', () => {
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
