import { directory } from './directory.js';
import { redis } from './redis.js';
import { server } from './server.js';
import type { Place } from './target.js';
import type { Arguments } from '../arguments.js';

/** Each kind of target, by how its address begins. A new store adds a line. */
export function placeOf({ target, prefix }: Arguments, env: NodeJS.ProcessEnv): Place {
  const idKey = env.SESSIONS_ID_KEY;
  if (/^rediss?:\/\//.test(target)) return redis(target, prefix, idKey);
  if (/^https?:\/\//.test(target)) return server(target, env.SESSIONS_API_KEY);
  return directory(target, idKey);
}
