import { Inject, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { ApiError } from '../errors/api-error.js';
import { isWhat, shownName, type FieldProblem } from '../errors/field-problem.js';
import { SETTINGS, type Settings } from '../settings/settings.js';
import { RequestSchema } from './request-schema.js';

/** An issue of zod: its message says what is allowed, and `params` what is wrong where the value alone doesn't say it. */
interface Issue extends StandardSchemaV1.Issue {
  readonly keys?: readonly string[];
  readonly params?: { readonly problem?: string };
}

/** Nest's pipe for `{ schema }`. One `VALIDATION_ERROR` names every bad field. */
@Injectable()
export class RequestPipe extends StandardSchemaValidationPipe {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {
    super();
  }

  protected override async validate<T>(value: unknown, schema: StandardSchemaV1): Promise<StandardSchemaV1.Result<T>> {
    const concrete = schema instanceof RequestSchema ? schema.with(this.settings) : schema;
    const result = await super.validate<T>(value, concrete);
    if (result.issues) throw ApiError.invalid(result.issues.flatMap((issue) => problemsOf(issue, value)));
    return result;
  }

  /** Does not drop keys such as `__proto__`: metadata may have any keys, and everywhere else unknown keys are refused. */
  protected override stripProtoKeys(): void {
    // Nothing to do.
  }
}

function problemsOf({ path = [], message: allowed, keys, params }: Issue, input: unknown): FieldProblem[] {
  const names = path.map((part) => (typeof part === 'object' ? part.key : part));
  if (keys) {
    return keys.map((key) => ({ field: [...names, shownName(key)].join('.'), problem: 'is not known', allowed }));
  }
  const value = names.reduce<unknown>((at, name) => (isObject(at) ? Reflect.get(at, name) : undefined), input);
  return [{ field: names.join('.') || 'body', problem: params?.problem ?? isWhat(value), allowed }];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
