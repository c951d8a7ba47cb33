import { OptionChecker } from '../options/option-checker.js';

/** A token by RFC 9110, section 5.6.2. Names of headers and of cookies are tokens. */
const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/;

/** Checks the name of a header or a cookie together with other options. */
export function checkName(check: OptionChecker, name: string): void {
  check.string('name', name, TOKEN, "letters, digits and !#$%&'*+-.^_`|~");
}

/** Returns the name of a header or a cookie. Throws `InvalidOptionsError` if the name is not valid. */
export function checkedName(kind: 'header' | 'cookie', name: string): string {
  const check = new OptionChecker(`A ${kind} can't be read`);
  checkName(check, name);
  check.done();
  return name;
}
