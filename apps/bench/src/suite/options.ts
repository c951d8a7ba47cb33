import { parseArgs } from 'node:util';

export interface Options {
  /** Names of the rows to run; empty for all. */
  readonly rows: readonly string[];
  /** Small sizes and short runs, which show that the suite works and no more. */
  readonly quick: boolean;
  /** Whether in-process rows also run at ten million sessions. */
  readonly large: boolean;
  /** Minutes of the soak; 0 leaves it out. */
  readonly soakMinutes: number;
  readonly rounds: number;
  /** The path of another built checkout to measure too. Such a run writes no docs. */
  readonly beside: string | undefined;
  /** Whether the run writes docs/. */
  readonly write: boolean;
  /** Measures nothing and writes docs/ from the last figures. */
  readonly docsOnly: boolean;
}

export const USAGE = `npm run bench -- [options]
  --rows counts,touch   run only these rows; the others keep their last figures
  --rounds 3            measure so many times (with --quick: 1)
  --beside ../other     measure another built checkout of this project too, with the same suite and in the same
                        rounds: a column for each and their ratio; writes no docs
  --quick               at most 10,000 sessions, short runs, no files
  --large               run in-process rows at 10,000,000 sessions too
  --soak 10             soak for so many minutes, to find pauses of the garbage collector
  --docs                measure nothing, write docs/ from the last figures
  --no-write            leave docs/benchmarks.md and its plots as they are`;

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', default: '' },
      rounds: { type: 'string' },
      beside: { type: 'string' },
      quick: { type: 'boolean', default: false },
      large: { type: 'boolean', default: false },
      soak: { type: 'string', default: '0' },
      docs: { type: 'boolean', default: false },
      'no-write': { type: 'boolean', default: false },
    },
  });
  return {
    rows: values.rows.split(',').filter((name) => name !== ''),
    quick: values.quick,
    large: values.large,
    soakMinutes: Number(values.soak),
    rounds: Number(values.rounds ?? (values.quick ? 1 : 3)),
    beside: values.beside,
    docsOnly: values.docs,
    write: !values.quick && !values['no-write'] && values.beside === undefined,
  };
}

export const MILLION = 1_000_000;

/** The number of sessions that the targets are set for. */
export function fullSize({ quick }: Options): number {
  return quick ? 10_000 : MILLION;
}

/** The numbers of sessions that show how costs grow. */
export function growingSizes({ quick, large }: Options): readonly number[] {
  if (quick) return [1000, 10_000];
  return [1000, 10_000, 100_000, MILLION, ...(large ? [10 * MILLION] : [])];
}
