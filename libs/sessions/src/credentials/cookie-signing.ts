import { sign, unsign } from 'cookie-signature';
import { InvalidOptionsError } from '../domain/errors.js';

/** One secret, or several: the first signs, each is accepted. At least 32 random bytes each are advised. */
export type CookieSecret = string | readonly string[];

type Secrets = readonly [string, ...string[]];

/** The secrets, if each is one. Throws `InvalidOptionsError`, which shows none of them. */
export function checkedSecrets(secret: CookieSecret): Secrets {
  const given: unknown = typeof secret === 'string' ? [secret] : secret;
  if (areSecrets(given)) return given;
  const problem = 'secret is no text or empty, allowed is a text that is not empty, or several';
  throw new InvalidOptionsError([problem], "A cookie can't be signed");
}

function areSecrets(given: unknown): given is Secrets {
  return Array.isArray(given) && given.length > 0 && given.every((one) => typeof one === 'string' && one !== '');
}

/** How Express and Nest mark a signed value; Fastify writes none. */
const MARK = 's:';

export function signed(value: string, [secret]: Secrets): string {
  return MARK + sign(value, secret);
}

/** The value, if one of the secrets signed it. */
export function unsigned(text: string, secrets: Secrets): string | undefined {
  const candidate = text.startsWith(MARK) ? text.slice(MARK.length) : text;
  for (const secret of secrets) {
    const value = unsign(candidate, secret);
    if (value !== false) return value;
  }
  return undefined;
}
