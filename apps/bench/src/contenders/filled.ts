import type { Case } from '../suite/case.js';
import { idOf, type Contender } from './contender.js';
import { openContender } from './index.js';

/** Room for the sessions that a row creates beyond those of its case. */
export const SPARE_CAPACITY = 10_000;

export interface Filled {
  readonly contender: Contender;
  readonly ids: string[];
}

/** Opens a contender and creates the sessions of the case, each of a user of its own. */
export async function filled({ contender: name, size }: Case): Promise<Filled> {
  const contender = await openContender(name, size + SPARE_CAPACITY);
  const ids = await fill(contender, size);
  return { contender, ids };
}

export async function fill(contender: Contender, size: number): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < size; made += 1) ids.push(idOf(await contender.create(userId(made))));
  return ids;
}

/** At most 12 characters: V8 keeps longer concatenated strings as trees of their parts. */
export function userId(number: number): string {
  return `u${String(number)}`;
}
