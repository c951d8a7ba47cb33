import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './examples.js';

const text = readFileSync(join(ROOT, 'docs/security.md'), 'utf8').replaceAll(/\s+/g, ' ');
const files = [...text.matchAll(/`((?:apps|docs|libs)\/[^`]*)`/g)].map(([, path = '']) => path);

describe('The page about security', () => {
  it('names files that exist', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('names tests that are in the file before them', () => {
    const named = [...text.matchAll(/`((?:apps|docs|libs)\/[^`]*)` ("[^"]*"(?: and "[^"]*")?)/g)];
    expect(named.length).toBeGreaterThan(25);
    const missing = named.flatMap(([, file = '', quoted = '']) => {
      const source = readFileSync(join(ROOT, file), 'utf8');
      const titles = [...quoted.matchAll(/"([^"]*)"/g)].map(([, title = '']) => title);
      return titles.filter((title) => !source.includes(`'${title}'`));
    });
    expect(missing).toEqual([]);
  });

  it('has every point of chapter 7 of the ASVS 5.0', () => {
    const points = [...text.matchAll(/\*\*(7\.\d\.\d) /g)].map(([, point = '']) => point);
    const lengths = { '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 3, '7.6': 2 };
    expect(points).toEqual(
      Object.entries(lengths).flatMap(([section, count]) =>
        Array.from({ length: count }, (_, at) => `${section}.${String(at + 1)}`),
      ),
    );
  });
});
