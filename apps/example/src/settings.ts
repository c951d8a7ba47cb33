import { randomBytes } from 'node:crypto';

export interface Settings {
  /** Where the sessions are. Without it they are in the memory of this process. */
  readonly redisUrl?: string;
  /** What the names of all keys in Redis begin with. */
  readonly prefix: string;
  /** All keys of the application are derived from it. The same on all instances. */
  readonly secret: string;
  /** Off only for plain HTTP in development. */
  readonly secureCookies: boolean;
}

export function settingsOf({ REDIS_URL, SECRET, NODE_ENV }: NodeJS.ProcessEnv): Settings {
  if (REDIS_URL !== undefined && SECRET === undefined) throw new Error('Set SECRET, the same on all instances.');
  return {
    ...(REDIS_URL !== undefined && { redisUrl: REDIS_URL }),
    prefix: 'shop',
    secret: SECRET ?? randomBytes(32).toString('hex'),
    secureCookies: NODE_ENV === 'production',
  };
}

/** A key for one purpose. */
export function keyFor(purpose: string, { secret }: Settings): string {
  return `${purpose} ${secret}`;
}
