import type { RedisClient } from './redis-client.js';

/** The numbers of clients that do not tell which server they use. */
const numbers = new WeakMap<RedisClient, number>();
let lastNumber = 0;

/**
 * Names the server and database of a client, without its credentials. A cluster or a sentinel does not tell which servers it
 * uses, so it is named by a number of its own.
 */
export function serverOf(client: RedisClient): string {
  const { options } = client;
  if (options === undefined) return `client ${String(numberOf(client))}`;
  const { path, host = 'localhost', port = 6379 } = options.socket ?? {};
  return `${path ?? `${host}:${String(port)}`}/${String(options.database ?? 0)}`;
}

function numberOf(client: RedisClient): number {
  const number = numbers.get(client) ?? (lastNumber += 1);
  numbers.set(client, number);
  return number;
}
