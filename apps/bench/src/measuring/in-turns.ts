/** The speed of two functions that were measured in turns. */
export interface Turns {
  /** The mean calls a second of each. */
  readonly rates: readonly [number, number];
  readonly ratio: number;
}

/** Measures two functions in short turns, so that a busy moment of the machine affects both. */
export async function inTurns(turns: number, one: () => Promise<number>, other: () => Promise<number>): Promise<Turns> {
  let [ones, others] = [0, 0];
  for (let turn = 0; turn < turns; turn += 1) {
    const isFirst = turn % 2 === 0;
    if (isFirst) ones += await one();
    others += await other();
    if (!isFirst) ones += await one();
  }
  return { rates: [ones / turns, others / turns], ratio: ones / others };
}
