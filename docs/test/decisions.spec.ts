import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { decisions, ROOT } from './examples.js';

describe('The decisions', () => {
  it.each(decisions())('are dated: %s', (document) => {
    const sections = readFileSync(join(ROOT, document), 'utf8').split(/^## /m).slice(1);
    expect(sections.length).toBeGreaterThan(0);
    for (const section of sections) expect(section).toMatch(/^.+\n\n20\d\d-\d\d-\d\d[.,] \S/);
  });

  it('are all in the index', () => {
    const folder = join(ROOT, 'docs/decisions');
    const index = readFileSync(join(folder, 'README.md'), 'utf8');
    const linked = [...index.matchAll(/^\| \[(.+?)\]/gm)].map(([, file]) => file);
    expect(linked.sort()).toEqual(
      readdirSync(folder)
        .filter((file) => file !== 'README.md')
        .sort(),
    );
  });
});
