import { describe, expect, it } from '@jest/globals';
import type { Case } from './case.js';
import type { Answer } from './measure-in-child.js';
import { readOptions } from './options.js';
import type { Row } from './row.js';
import { runBeside, runRow } from './run-row.js';

const row: Row = {
  name: 'row',
  title: 'A row',
  about: '',
  metrics: [{ key: 'ms', title: 'time', unit: 'ms' }],
  base: 'peer',
  own: ['ours'],
  plan: () => [
    { contender: 'ours', size: 1 },
    { contender: 'peer', size: 1 },
    { contender: 'peer', size: 2 },
  ],
  repeats: ({ size }) => size === 1,
  measure: () => Promise.reject(new Error('The tests measure nothing.')),
  targets: () => [],
};
const options = readOptions(['--rounds', '2']);

describe('runRow', () => {
  it('alternates the contenders in each round and repeats only the cases that the row repeats', async () => {
    const { calls, measure } = recorder(() => ({ values: { ms: 1 } }));

    await runRow(row, options, measure);

    expect(calls).toEqual(['ours 1', 'peer 1', 'peer 2', 'ours 1', 'peer 1']);
  });

  it('keeps the samples in the order in which they were measured', async () => {
    let ms = 0;
    const { measure } = recorder(() => ({ values: { ms: (ms += 1) } }));

    const run = await runRow(row, options, measure);

    expect(run.samples.filter(({ contender }) => contender === 'ours')).toEqual([
      { contender: 'ours', size: 1, values: { ms: 1 } },
      { contender: 'ours', size: 1, values: { ms: 4 } },
    ]);
  });

  it('leaves a contender out after its first failure and says why', async () => {
    const { calls, measure } = recorder(({ contender }) =>
      contender === 'peer' ? { failed: 'it ended with code 1' } : { values: { ms: 1 } },
    );

    const run = await runRow(row, options, measure);

    expect(calls).toEqual(['ours 1', 'peer 1', 'ours 1']);
    expect(run.notes).toEqual(['peer: it ended with code 1']);
  });

  it('says once what the machine lacks', async () => {
    const { measure } = recorder(() => ({ skipped: 'no redis-server' }));

    const run = await runRow(row, options, measure);

    expect(run.samples).toEqual([]);
    expect(run.notes).toEqual(['no redis-server']);
  });
});

describe('runBeside', () => {
  const inRounds = readOptions(['--rounds', '3', '--beside', 'elsewhere']);
  const both = (calls: string[]): [here: Measure, beside: Measure] => {
    const named =
      (checkout: string): Measure =>
      ({ contender, size }) => {
        calls.push(`${contender} ${String(size)} ${checkout}`);
        return Promise.resolve({ values: { ms: calls.length } });
      };
    return [named('here'), named('beside')];
  };

  it('measures own contenders with both checkouts in turn, the base here only, and no case that is not repeated', async () => {
    const calls: string[] = [];

    await runBeside(row, inRounds, ...both(calls));

    expect(calls).toEqual([
      ...['ours 1 here', 'ours 1 beside', 'peer 1 here'],
      ...['ours 1 beside', 'ours 1 here', 'peer 1 here'],
      ...['ours 1 here', 'ours 1 beside', 'peer 1 here'],
    ]);
  });

  it('measures no peers but the base', async () => {
    const calls: string[] = [];

    await runBeside({ ...row, base: 'ours' }, inRounds, ...both(calls));

    expect(calls.filter((call) => call.startsWith('peer'))).toEqual([]);
  });

  it('keeps the samples of the checkouts apart', async () => {
    const runs = await runBeside({ ...row, base: 'ours' }, inRounds, ...both([]));

    expect(runs.here.samples.map(({ values }) => values.ms)).toEqual([1, 4, 5]);
    expect(runs.beside.samples.map(({ values }) => values.ms)).toEqual([2, 3, 6]);
  });
});

type Measure = (of: Case) => Promise<Answer>;

function recorder(answer: (of: Case) => Answer): { calls: string[]; measure: Measure } {
  const calls: string[] = [];
  return {
    calls,
    measure: (of) => {
      calls.push(`${of.contender} ${String(of.size)}`);
      return Promise.resolve(answer(of));
    },
  };
}
