import { describe, expect, it } from '@jest/globals';
import type { Case } from './case.js';
import type { Answer } from './measure-in-child.js';
import { readOptions } from './options.js';
import type { Row } from './row.js';
import { runRow } from './run-row.js';

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

function recorder(answer: (of: Case) => Answer): { calls: string[]; measure: (of: Case) => Promise<Answer> } {
  const calls: string[] = [];
  return {
    calls,
    measure: (of) => {
      calls.push(`${of.contender} ${String(of.size)}`);
      return Promise.resolve(answer(of));
    },
  };
}
