import { describe, expect, it } from '@jest/globals';
import { SessionIds } from './session-ids.js';

describe('SessionIds', () => {
  const ids = new SessionIds(16, undefined);
  const many = new SessionIds(256, undefined);

  it('begins every id with its shard', () => {
    for (const shard of [0, 7, 15]) {
      const id = ids.create(shard).id;
      expect(id).toMatch(/^[A-Za-z0-9_.~-]{26}$/);
      expect(ids.shardOf(id)).toBe(shard);
    }
    expect(many.shardOf(many.create(255).id)).toBe(255);
  });

  it('knows no shard for an id that it never created', () => {
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
      expect(ids.shardOf(id)).toBeUndefined();
    }
  });
});
