import { execFileSync } from 'node:child_process';
import { describe, expect, it, jest } from '@jest/globals';
import { SCRIPTS } from './scripts.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

describe('the Lua scripts', () => {
  it('are in the module as they are in their files', () => {
    const generate = new URL('./scripts/generate.mjs', import.meta.url).pathname;
    expect(() => execFileSync(process.execPath, [generate, '--check'], { stdio: 'pipe' })).not.toThrow();
  });

  it('have all that they include in its place', () => {
    for (const [name, { source }] of Object.entries(SCRIPTS)) {
      expect(source).not.toContain('@include');
      if (name !== 'layout') expect(source).toMatch(/^local (call = redis|KEYS_OF_A_SHARD)/);
    }
  });

  it('walk no keyspace', () => {
    for (const { source } of Object.values(SCRIPTS)) expect(source).not.toMatch(/'(H|S|Z)?SCAN'|'KEYS'/);
  });
});
