import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { resolveOptions } from '../src/options/resolve-options.js';

const SCRIPT = join(import.meta.dirname, '..', 'documentation', 'options-table.mjs');

interface DocumentedOption {
  readonly option: string;
  readonly default: string;
}

function script(argument: string): string {
  return execFileSync(process.execPath, [SCRIPT, argument], { encoding: 'utf8', stdio: 'pipe' });
}

describe('The table of options in the README', () => {
  it('matches the doc comments', () => {
    expect(() => script('--check')).not.toThrow();
  });

  it('states the true defaults', () => {
    const all = JSON.parse(script('--json')) as readonly DocumentedOption[];
    // By default there is no cookie, and so none of its options.
    const options = all.filter(({ option }) => !option.startsWith('cookie.'));
    const stated = options.flatMap(({ option, default: standard }) => {
      // Strings, numbers and lists. A number may be followed by a unit or an explanation.
      const literal = /^('\w+'|[\d.]+|true|false|\[.*\])(?: ms|: .*)?$/.exec(standard.replaceAll('`', ''))?.[1];
      return literal === undefined ? [] : [[option, JSON.parse(literal.replaceAll("'", '"')) as unknown] as const];
    });
    expect(stated.map(([option]) => option)).toHaveLength(15);
    const given: Record<string, unknown> = {};
    for (const [option, value] of stated) {
      const [group = '', name] = option.split('.');
      given[group] = name === undefined ? value : { ...Object(given[group]), [name]: value };
    }
    expect(settings(given)).toEqual(settings({}));
  });
});

/** The options that can be compared: no store, no functions, no random key. */
function settings(options: object): object {
  const { store: _, guard: __, ...settings } = resolveOptions(options);
  return settings;
}
