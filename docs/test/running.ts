import { Module, type DynamicModule, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { MemorySessionStore, SESSION_STORE } from 'nest-sessions';
import { FakeClock } from 'nest-sessions/testing';

export const ADAPTERS: readonly [name: string, make: () => AbstractHttpAdapter][] = [
  ['Express', (): AbstractHttpAdapter => new ExpressAdapter()],
  ['Fastify', (): AbstractHttpAdapter => new FastifyAdapter()],
];

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The cookie that it sets, as a browser would send it. */
  readonly cookie: string;
}

/** The applications that a test has started; it stops them all. */
export class Running {
  readonly clock = new FakeClock();
  readonly #applications: INestApplication[] = [];

  /** The module with its own store and its own clock. */
  async plain(
    module: Type | DynamicModule,
    adapter: AbstractHttpAdapter = new ExpressAdapter(),
  ): Promise<INestApplication> {
    class App {}
    Module({ imports: [module] })(App);
    return this.#listening(await NestFactory.create(App, adapter, { logger: false, abortOnError: false }));
  }

  /** The module with a memory store on the clock of this test. */
  async onFakeClock(
    module: Type | DynamicModule,
    adapter: AbstractHttpAdapter = new ExpressAdapter(),
  ): Promise<INestApplication> {
    const testing = await Test.createTestingModule({ imports: [module] })
      .overrideProvider(SESSION_STORE)
      .useValue(new MemorySessionStore({ clock: this.clock }))
      .compile();
    return this.#listening(testing.createNestApplication(adapter, { logger: false, abortOnError: false }));
  }

  async ask(
    app: INestApplication,
    request: string,
    sent: { readonly cookie?: string; readonly body?: unknown } = {},
  ): Promise<Answer> {
    const [method = '', path = ''] = request.split(' ');
    const { cookie = '', body } = sent;
    const headers = { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) };
    const response = await fetch((await app.getUrl()) + path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    const [set = ''] = response.headers.getSetCookie();
    const text = await response.text();
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, body: answer, cookie: set.split(';')[0] ?? '' };
  }

  async stop(): Promise<void> {
    for (const app of this.#applications.splice(0)) await app.close();
  }

  async #listening(app: INestApplication): Promise<INestApplication> {
    this.#applications.push(app);
    await app.listen(0, '127.0.0.1');
    return app;
  }
}

/** Replaces the Redis URL and prefix in examples by those of the test. */
export function onRedis(url: string, prefix: string): (code: string) => string {
  return (code) => code.replaceAll(/url: 'rediss?:[^']*'/g, `url: '${url}', prefix: '${prefix}'`);
}

/** Calls a method of an object that an example created. */
export function call(made: unknown, method: string, ...values: unknown[]): unknown {
  const found: unknown = typeof made === 'object' && made !== null ? Reflect.get(made, method) : undefined;
  if (typeof found !== 'function') throw new Error(`The example made nothing that has ${method}().`);
  return Reflect.apply(found, made, values);
}

/** The dynamic module that an example ends with. */
export function moduleIn(value: unknown): DynamicModule {
  if (isModule(value)) return value;
  throw new Error('The example gives no module.');
}

function isModule(value: unknown): value is DynamicModule {
  return typeof value === 'object' && value !== null && 'module' in value;
}
