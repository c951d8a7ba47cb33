import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { InvalidOptionsError } from '../domain/errors.js';
import { OWN_STORE, SESSIONS_KIND } from '../sessions.tokens.js';
import { DEFAULT_KIND } from '../domain/kind.js';

/** The kinds of sessions that the application has: one for each `SessionsModule`. */
@Injectable()
export class SessionKinds {
  readonly #names: readonly string[];

  /** Throws `InvalidOptionsError` if two modules have the same name. */
  constructor(@Inject(DiscoveryService) private readonly discovery: DiscoveryService) {
    this.#names = this.#providedAs(SESSIONS_KIND).filter((name) => typeof name === 'string');
    const [twice] = repeated(this.#names);
    if (twice === undefined) return;
    const which = twice === DEFAULT_KIND ? 'without a name' : `named '${twice}'`;
    throw new InvalidOptionsError([
      `the application has two modules ${which}: give one of them another name, such as { name: 'staff' }; to import ` +
        'one module in several places, keep what forRoot or forRootAsync returns in a constant, or give it isGlobal: true',
    ]);
  }

  /** Throws `InvalidOptionsError` if two kinds share their sessions: an id of one would be valid for the other. */
  assertOwnStores(givenStore: (store: unknown) => unknown): void {
    const stores = this.#providedAs(OWN_STORE).map((store) => placeOf(store) ?? givenStore(store));
    const [shared] = repeated(stores);
    if (shared === undefined) return;
    const kinds = this.#names.filter((_, index) => stores[index] === shared).join(' and ');
    throw new InvalidOptionsError([
      `the kinds ${kinds} have the same store: give each kind a store of its own, in Redis with a prefix of its own, in files with a directory of its own`,
    ]);
  }

  /** Throws `InvalidOptionsError` if the application has no such kind. `user` is the class or method that names it. */
  assertKnown(kind: string, user: string): void {
    if (this.#names.includes(kind)) return;
    throw new InvalidOptionsError([
      `${user} uses sessions of the kind '${kind}', but the application has only ${this.#names.join(', ')}`,
    ]);
  }

  /** What each module provides under the token, always in the same order of modules. */
  #providedAs(own: symbol): unknown[] {
    const wrappers = this.discovery.getProviders().filter(({ token }) => token === own);
    return wrappers.map(({ instance }): unknown => instance);
  }
}

/** See `SessionStore.place`. */
function placeOf(store: unknown): string | undefined {
  const place: unknown = typeof store === 'object' && store !== null ? Reflect.get(store, 'place') : undefined;
  return typeof place === 'string' ? place : undefined;
}

function repeated<Value>(values: readonly Value[]): Value[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}
