import { InvalidOptionsError } from '../domain/errors.js';

/** What RFC 9110, section 5.6.2, calls a token: names of headers and of cookies are such. */
const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/;

/** The name, if it may be one of a header or a cookie. Throws `InvalidOptionsError`. */
export function checkedName(kind: 'header' | 'cookie', name: unknown): string {
  if (typeof name === 'string' && TOKEN.test(name)) return name;
  const shown = typeof name === 'string' ? `'${name}'` : typeof name;
  const problem = `the name is ${shown}, allowed are letters, digits and !#$%&'*+-.^_\`|~`;
  throw new InvalidOptionsError([problem], `A ${kind} can't be used`);
}
