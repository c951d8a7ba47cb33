import { describe, expect, it } from '@jest/globals';
import { running } from '../test/running.js';

const TARGET = ['--target', 'redis://127.0.0.1:1'];

describe('The command', () => {
  it.each([[], ['--help'], ['stats', '--help']])('shows its usage for %j', async (...args) => {
    const { code, out } = await running(args);
    expect(code).toBe(0);
    expect(out.join('\n')).toMatch(/Commands\n {2}stats .*\n[^]*Exit codes: 0 done/);
  });

  it('shows its version', async () => {
    expect(await running(['--version'])).toEqual({ code: 0, out: ['0.0.0'], notes: '' });
  });

  it.each([
    [['count', ...TARGET], "There is no command 'count'. Use one of stats, list, "],
    [['toString', ...TARGET], "There is no command 'toString'."],
    [['stats'], 'There is no target. Give --target, or set NEST_SESSIONS_TARGET.'],
    [['end', ...TARGET], 'end needs <id | ->.'],
    [['revoke', ...TARGET], 'revoke needs <userId>.'],
    [['sweep', 'now', ...TARGET], 'sweep takes no argument.'],
    [['list', 'ada', 'bob', ...TARGET], 'list takes one argument.'],
    [['quarantine', 'drop', ...TARGET], "quarantine takes no argument, 'show <session>', or 'clear'."],
    [['quarantine', 'show', ...TARGET], "quarantine takes no argument, 'show <session>', or 'clear'."],
    [['quarantine', 'clear', 'all', ...TARGET], 'quarantine takes no argument'],
    [['revoke', 'ada', '--user', 'ada', ...TARGET], '--user goes with end only.'],
    [['stats', '--shards', '8', ...TARGET], "Unknown option '--shards'"],
  ])('explains the misuse %j', async (args, message) => {
    const { code, out, notes } = await running(args);
    expect([code, out]).toEqual([2, []]);
    expect(notes).toContain(message);
    expect(notes).toContain('nest-sessions --help shows the commands.');
  });

  it.each([
    [['end', '-aB3defgh012', '--user', 'ada', ...TARGET]],
    [['end', '--user', 'ada', ...TARGET, '--', '--B3defgh012']],
    [['quarantine', 'show', '-aB3defgh0123456', ...TARGET]],
  ])('takes what begins with a dash as an id or a handle: %j', async (args) => {
    expect(await running(args)).toMatchObject({ code: 3, notes: expect.stringContaining("can't be reached") });
  });

  it('takes its target from the environment', async () => {
    const { code, notes } = await running(['stats'], { NEST_SESSIONS_TARGET: '/no/such/directory' });
    expect([code, notes]).toEqual([2, expect.stringContaining("There is no directory '/no/such/directory'.")]);
  });
});
