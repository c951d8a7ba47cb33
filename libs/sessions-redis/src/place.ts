import type { RedisSessionStoreOptions } from './options.js';

/** Stores with the same client share its sessions, wherever it leads. */
const clients = new WeakMap<object, number>();
let lastClient = 0;

/** Names the server, its database and the prefix: the same for stores that share their sessions. It has no secret. */
export function placeOf({ client, url, connection = {} }: RedisSessionStoreOptions, prefix: string): string {
  if (client !== undefined) return `client ${String(numberOf(client))}, ${prefix}`;
  const { hostname, port, pathname } = new URL(url ?? 'redis://localhost');
  const { socket, database } = connection;
  const host = socket && 'host' in socket ? (socket.host ?? hostname) : hostname;
  const ownPort = socket && 'port' in socket ? (socket.port ?? port) : port;
  const path = socket && 'path' in socket ? (socket.path ?? '') : '';
  return `${path}${host || 'localhost'}:${String(ownPort || 6379)}/${pathname.slice(1) || String(database ?? 0)}, ${prefix}`;
}

function numberOf(client: object): number {
  const number = clients.get(client) ?? (lastClient += 1);
  clients.set(client, number);
  return number;
}
