import * as z from 'zod';
import { isWhat } from '../errors/field-problem.js';

const MAX_BYTES = 10_240;
/** The limit of the library. */
const MAX_LEVELS = 100;
const ALLOWED = `a JSON object of at most ${String(MAX_BYTES)} bytes of UTF-8, at most ${String(MAX_LEVELS)} levels deep`;

/** Data of the client. Nothing in it is renamed, dropped or copied. */
export const metadataSchema = z
  .custom<object>()
  .superRefine((value, context) => {
    const problem = problemOf(value);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: ALLOWED, params: { problem } });
  })
  .meta({
    type: 'object',
    additionalProperties: true,
    description: `Your own data: ${ALLOWED}`,
    example: { platform: 'web' },
  });

function problemOf(value: unknown): string | undefined {
  if (!isContainer(value) || Array.isArray(value)) return isWhat(value);
  const problem = problemIn(value, 1);
  if (problem !== undefined) return problem;
  const bytes = Buffer.byteLength(JSON.stringify(value));
  return bytes > MAX_BYTES ? `takes ${String(bytes)} bytes` : undefined;
}

function problemIn(container: object, level: number): string | undefined {
  if (level > MAX_LEVELS) return 'is nested too deeply';
  for (const item of Object.values(container) as unknown[]) {
    // JSON.parse makes Infinity of 1e400, and JSON.stringify makes null of that.
    if (item === Infinity || item === -Infinity) return 'has a number that is too large';
    const problem = isContainer(item) ? problemIn(item, level + 1) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
