import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { FORMAT } from '../src/layout.js';
import { LAYOUT } from '../src/keys.js';

/** Marks the closed files of a store as written by a later version. */
export async function raiseFormat(directory: string): Promise<void> {
  const encodings = { keyEncoding: 'buffer', valueEncoding: 'utf8' } as const;
  const level = new ClassicLevel<Buffer, string>(join(directory, 'db'), encodings);
  await level.put(LAYOUT, JSON.stringify({ format: FORMAT + 1, more: true }));
  await level.close();
}
