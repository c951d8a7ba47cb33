import * as z from 'zod';
import { isWhat } from '../errors/field-problem.js';
import { nonFiniteNumbers } from './non-finite-numbers.js';

const MOST_BYTES = 10_240;
/** Far beyond any real data, and far below what overflows the stack of `JSON.stringify`. */
const MOST_LEVELS = 500;
const ALLOWED = `a JSON object of at most ${String(MOST_BYTES)} bytes of UTF-8, at most ${String(MOST_LEVELS)} levels deep`;

/** Data of the client. Nothing in it is renamed, dropped or copied. */
export const metadataSchema = z
  .custom<object>()
  .superRefine((value, context) => {
    const refuse = (problem: string): void => {
      context.addIssue({ code: 'custom', message: ALLOWED, params: { problem } });
    };
    if (!isContainer(value) || Array.isArray(value)) {
      refuse(isWhat(value));
      return;
    }
    if (isDeeperThan(MOST_LEVELS, value)) {
      refuse('is nested too deeply');
      return;
    }
    const bytes = Buffer.byteLength(JSON.stringify(value));
    if (bytes > MOST_BYTES) refuse(`takes ${String(bytes)} bytes`);
    for (const path of nonFiniteNumbers(value)) {
      context.addIssue({ code: 'custom', path, message: 'a finite number', params: { madeUp: path.length } });
    }
  })
  .meta({
    type: 'object',
    additionalProperties: true,
    description: `Your own data: ${ALLOWED}`,
    example: { platform: 'web' },
  });

function isDeeperThan(levels: number, value: object): boolean {
  let level = [value];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap((item) => Object.values(item).filter(isContainer));
  }
  return false;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
