import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { shownSetting } from './changed-settings.js';
import { DEFAULT_SETTINGS, VARIABLE_NAMES } from './settings.js';

const README = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');

/** Names and defaults from the table of settings. A row may have several, with commas between them. */
function documented(): [name: string, byDefault: string][] {
  const section = README.slice(README.indexOf('## Settings'), README.indexOf('## Behind a proxy'));
  const rows = [...section.matchAll(/^\| *(`[A-Z_`, ]+`) *\| *([^|]*?) *\|/gm)];
  return rows.flatMap(([, names = '', defaults = '']) =>
    names.split(', ').map((name, at): [string, string] => {
      const byDefault = defaults.split(', ')[at] ?? '';
      return [name.replaceAll('`', ''), byDefault.replaceAll('`', '')];
    }),
  );
}

describe('The table of settings in the README', () => {
  it('has every variable once, with its default', () => {
    const defaults = new Map(Object.entries(DEFAULT_SETTINGS));
    const expected = VARIABLE_NAMES.map((name) => [name, shownSetting(defaults.get(name))]);
    const byName = (rows: readonly (readonly string[])[]): unknown => [...rows].map((row) => row.join(' = ')).sort();
    expect(byName(documented())).toEqual(byName(expected));
  });
});
