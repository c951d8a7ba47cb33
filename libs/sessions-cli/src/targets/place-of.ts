import type { Arguments } from '../arguments.js';
import type { Place } from './target.js';

/** The kind of a target follows from the beginning of its address. A driver is loaded for its own kind only. */
export async function placeOf({ target, prefix }: Arguments, env: NodeJS.ProcessEnv): Promise<Place> {
  const idKey = env.SESSIONS_ID_KEY;
  if (/^rediss?:\/\//.test(target)) return (await import('./redis.js')).redis(target, prefix, idKey);
  if (/^https?:\/\//.test(target)) return (await import('./server.js')).server(target, env.SESSIONS_API_KEY);
  return (await import('./directory.js')).directory(target, idKey);
}
