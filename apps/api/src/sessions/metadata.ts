import * as z from 'zod';
import { isWhat } from '../errors/field-problem.js';

const MOST_BYTES = 10_240;
/** Far beyond any real data, and far below what overflows the stack of `JSON.stringify`. */
const MOST_LEVELS = 500;
const ALLOWED = `a JSON object of at most ${String(MOST_BYTES)} bytes of UTF-8, at most ${String(MOST_LEVELS)} levels deep`;

/** Data of the client. Nothing in it is renamed, dropped or copied. */
export const metadataSchema = z
  .custom<object>()
  .superRefine((value, context) => {
    const problem = fault(value);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: ALLOWED, params: { problem } });
  })
  .meta({
    type: 'object',
    additionalProperties: true,
    description: `Your own data: ${ALLOWED}`,
    example: { platform: 'web' },
  });

function fault(value: unknown): string | undefined {
  if (!isContainer(value) || Array.isArray(value)) return isWhat(value);
  if (isDeeperThan(MOST_LEVELS, value)) return 'is nested too deeply';
  const bytes = Buffer.byteLength(JSON.stringify(value));
  return bytes > MOST_BYTES ? `takes ${String(bytes)} bytes` : undefined;
}

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
