import type { GuardedServer } from './guarded-server.js';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The header `WWW-Authenticate`. */
  readonly challenge: string | null;
  /** The whole answer, to check that it does not contain certain strings. */
  readonly text: string;
}

/** Sends a GET request and reads the JSON answer. */
export async function get({ url }: GuardedServer, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url + path, { headers });
  const text = await response.text();
  return {
    status: response.status,
    body: JSON.parse(text),
    challenge: response.headers.get('www-authenticate'),
    text: [...response.headers, text].join('\n'),
  };
}
