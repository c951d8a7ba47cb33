import type * as z from 'zod';
import { ApiError } from '../errors/api-error.js';
import { fieldName, isWhat, type FieldProblem } from '../errors/field-problem.js';

/** Reads a part of a request by its schema. Throws one `VALIDATION_ERROR` that names every bad field. */
export function readRequest<T>(schema: z.ZodType<T>, input: unknown): T {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  const problems = read.error.issues.flatMap((issue) => problemsOf(issue, input));
  throw ApiError.invalid([...new Map(problems.map((problem) => [problem.field, problem])).values()]);
}

function problemsOf(issue: z.core.$ZodIssue, input: unknown): FieldProblem[] {
  const { path, message: allowed } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: fieldName([...path, key]), problem: 'is not known', allowed }));
  }
  const told: unknown = issue.code === 'custom' ? issue.params?.problem : undefined;
  const problem = typeof told === 'string' ? told : isWhat(valueAt(input, path));
  return [{ field: fieldName(path), problem, allowed }];
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    const isOwn = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return isOwn ? Reflect.get(value, key) : undefined;
  }, input);
}
