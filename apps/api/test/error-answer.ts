import { expect } from '@jest/globals';

/** Fields and their problems, as a list where two may have one name. */
export type Fields = Readonly<Record<string, string>> | readonly (readonly [string, string])[];

/** An error answer with this code, whose fields, if any are given, are exactly these. */
export function error(status: number, code: string, fields?: Fields): object {
  const entries = fields && (isList(fields) ? fields : Object.entries(fields));
  const named = entries?.map(([field, problem]) => expect.objectContaining({ field, problem }));
  return {
    status,
    body: {
      error: {
        code,
        message: expect.stringMatching(/\.$/),
        timestamp: expect.any(String),
        ...(named && { details: { fields: named } }),
      },
    },
  };
}

function isList(fields: Fields): fields is readonly (readonly [string, string])[] {
  return Array.isArray(fields);
}
