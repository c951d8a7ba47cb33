import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { Injectable, UnauthorizedException } from '@nestjs/common';

interface Account {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** The people of the example. A real application keeps them in its database. */
@Injectable()
export class Accounts {
  readonly #accounts = new Map<string, Account>();

  constructor() {
    for (const name of ['ada', 'bob', 'grace']) this.#add(name, `password of ${name}`);
  }

  /** Throws `UnauthorizedException`, which does not say whether the name or the password is wrong. */
  check(name: string, password: string): void {
    const { salt, hash } = this.#accounts.get(name) ?? { salt: Buffer.alloc(16), hash: Buffer.alloc(32) };
    if (!timingSafeEqual(scryptSync(password, salt, 32), hash))
      throw new UnauthorizedException('Wrong name or password.');
  }

  remove(name: string): void {
    this.#accounts.delete(name);
  }

  #add(name: string, password: string): void {
    const salt = randomBytes(16);
    this.#accounts.set(name, { salt, hash: scryptSync(password, salt, 32) });
  }
}
