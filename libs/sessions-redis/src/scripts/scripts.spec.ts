import { execFileSync } from 'node:child_process';
import { describe, expect, it, jest } from '@jest/globals';
import { EVENT_SCRIPTS, SCRIPTS } from './scripts.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

describe('the Lua scripts', () => {
  it('are the same in the module as in their files', () => {
    const generate = new URL('./generate.mjs', import.meta.url).pathname;
    expect(() => execFileSync(process.execPath, [generate, '--check'], { stdio: 'pipe' })).not.toThrow();
  });

  it('contain what they include, and begin with a look at the layout', () => {
    for (const [name, { source }] of Object.entries({ ...SCRIPTS, ...EVENT_SCRIPTS })) {
      expect(source).not.toContain('@include');
      // The look for events tells only which shards have any; the script that reads them checks the layout.
      if (name !== 'layout' && name !== 'look') expect(source).toMatch(/^local layout = redis\.call\('GET'/);
    }
  });

  it('walk no keyspace', () => {
    for (const { source } of Object.values({ ...SCRIPTS, ...EVENT_SCRIPTS })) {
      expect(source).not.toMatch(/'S?SCAN'|'KEYS'/);
    }
    // An erasure looks through two keys of one shard, in bounded steps. Health tries its commands.
    const scanning = Object.entries(SCRIPTS).filter(([, { source }]) => /'(H|Z)SCAN'/.test(source));
    expect(scanning.map(([name]) => name).sort()).toEqual(['counts', 'eraseEndings', 'eraseQuarantined']);
  });
});
