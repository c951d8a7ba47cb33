import type { GuardedServer } from './guarded-server.js';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The header `WWW-Authenticate`. */
  readonly challenge: string | null;
  /** All of it, to look for what must not be there. */
  readonly text: string;
}

/** Asks over HTTP for a JSON answer. */
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
