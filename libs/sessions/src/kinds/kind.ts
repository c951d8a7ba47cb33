import { Logger, type InjectionToken } from '@nestjs/common';
import { DEFAULT_KIND } from '../domain/kind.js';
import { OptionChecker } from '../options/option-checker.js';

const KIND = /^[\w-]{1,64}$/;

/** Throws `InvalidOptionsError`. */
export function checkKind(name: string): void {
  const check = new OptionChecker("SessionsModule can't start");
  check.string('name', name, KIND, 'at most 64 letters, digits, _ or -');
  check.done();
}

/** Nest's log, under the context `Sessions`, or `Sessions(staff)` where the module has a name. */
export function sessionsLogger(kind: string): Logger {
  return new Logger(kind === DEFAULT_KIND ? 'Sessions' : `Sessions(${kind})`);
}

/** The token under which a module of that kind provides `of`: `of` itself for the default kind. */
export function kindToken(kind: string, of: KindlessToken): InjectionToken {
  if (kind === DEFAULT_KIND) return of;
  const name = typeof of === 'symbol' ? String(of.description) : `nest-sessions:${of.name}`;
  return Symbol.for(`${name}:${kind}`);
}

type KindlessToken = symbol | Exclude<InjectionToken, string | symbol>;
