import { sign, unsign } from 'cookie-signature';
import { InvalidOptionsError } from '../domain/errors.js';
import { isSecret } from '../domain/secret.js';

/**
 * One or several secrets of at least 32 bytes each. The first secret signs new cookies. Cookies that any of them signed
 * are accepted.
 */
export type CookieSecret = string | readonly string[];

type Secrets = readonly [string, ...string[]];

/** The secrets as a list. Throws `InvalidOptionsError`; its message contains no secret. */
export function checkedSecrets(secret: CookieSecret): Secrets {
  const given: unknown = typeof secret === 'string' ? [secret] : secret;
  if (areSecrets(given)) return given;
  const problem = 'secret is not valid, allowed is a string of at least 32 bytes, or a list of such strings';
  throw new InvalidOptionsError([problem], "A cookie can't be signed");
}

function areSecrets(given: unknown): given is Secrets {
  return Array.isArray(given) && given.length > 0 && given.every((one) => typeof one === 'string' && isSecret(one));
}

/** Express and Nest put this before a signed value; Fastify does not. */
const MARK = 's:';

export function signed(value: string, [secret]: Secrets): string {
  return MARK + sign(value, secret);
}

/** The value, if one of the secrets signed it. */
export function unsigned(signedValue: string, secrets: Secrets): string | undefined {
  const candidate = signedValue.startsWith(MARK) ? signedValue.slice(MARK.length) : signedValue;
  for (const secret of secrets) {
    const value = unsign(candidate, secret);
    if (value !== false) return value;
  }
  return undefined;
}
