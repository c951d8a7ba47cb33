import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promtool } from './promtool.js';

const folder = join(import.meta.dirname, '../../../deploy/prometheus');
const RULES = join(folder, 'nest-sessions.rules.yml');
const TESTS = join(folder, 'nest-sessions.rules.test.yml');

describe('the alert rules', () => {
  it('pass promtool check rules', () => {
    expect(promtool(['check', 'rules', RULES])).toEqual({ code: 0, says: expect.stringContaining('8 rules found') });
  });

  it('fire and do not fire as their tests say', () => {
    expect(promtool(['test', 'rules', TESTS])).toEqual({ code: 0, says: expect.stringContaining('SUCCESS') });
  });

  it('have a test that fires and one that does not', () => {
    const names = [...readFileSync(RULES, 'utf8').matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name);
    const tests = readFileSync(TESTS, 'utf8');
    for (const name of names) {
      const cases = [...tests.matchAll(new RegExp(`alertname: ${name}\\b(\\s+exp_alerts)?`, 'g'))];
      const fires = cases.map(([, expected]) => expected !== undefined);
      expect([name, fires.includes(true), fires.includes(false)]).toEqual([name, true, true]);
    }
  });

  it.each([
    ['nest_sessions_store_up == 0', 'nest_sessions_store_up == 2'],
    ['nest_sessions_quarantined > 0', 'nest_sessions_quarantined > 9'],
    ['timestamp_seconds > 600', 'timestamp_seconds > 6000'],
    ['nest_sessions_capacity > 0.9', 'nest_sessions_capacity > 0.8'],
    ['nest_sessions_capacity_bytes > 0.9', 'nest_sessions_capacity_bytes > 0.8'],
    ['> 0.25', '> 0.5'],
    ['reason!="session_limit_reached"', 'reason!="none"'],
    ['nest_sessions_leak_suspected == 1', 'nest_sessions_leak_suspected == 2'],
  ])('fail their tests if %s becomes %s', (from, to) => {
    const changed = mkdtempSync(join(tmpdir(), 'rules-'));
    try {
      const rules = readFileSync(RULES, 'utf8');
      expect(rules).toContain(from);
      writeFileSync(join(changed, 'nest-sessions.rules.yml'), rules.replace(from, to));
      writeFileSync(join(changed, 'test.yml'), readFileSync(TESTS));
      expect(promtool(['test', 'rules', join(changed, 'test.yml')]).code).toBe(1);
    } finally {
      rmSync(changed, { recursive: true });
    }
  });
});
