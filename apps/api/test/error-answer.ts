import { expect } from '@jest/globals';

/** An error answer with this code, whose fields, if any are given, are exactly these. */
export function error(status: number, code: string, fields?: Readonly<Record<string, string>>): object {
  const named = fields && Object.entries(fields).map(([field, problem]) => expect.objectContaining({ field, problem }));
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
