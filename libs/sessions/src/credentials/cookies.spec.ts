import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Post, Res, SignedCookies, UseGuards } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { pastTheTypes } from '../../test/past-the-types.js';
import { ADAPTER_NAMES, GuardedServers, type GuardedServer } from '../../test/http/guarded-server.js';
import {
  addCookie,
  CurrentSession,
  clearSessionCookie,
  fromCookie,
  fromHeader,
  fromSignedCookie,
  serializeSessionCookie,
  SessionGuard,
  SessionsService,
  type CookieResponse,
  type Session,
  type SessionIdExtractor,
} from '../index.js';

const OLD = 'the old secret, which is being replaced';
const NEW = 'the new secret, which signs from now on';

@Controller()
class LoginController {
  constructor(private readonly sessions: SessionsService) {}

  @Post('login')
  async login(@Res({ passthrough: true }) response: CookieResponse): Promise<object> {
    const { id } = await this.sessions.create({ userId: 'ada' });
    addCookie(response, serializeSessionCookie('__Host-sid', id, { secret: [NEW, OLD] }));
    return {};
  }

  @Get('me')
  @UseGuards(SessionGuard)
  me(@CurrentSession() session: Session): object {
    return { userId: session.userId };
  }

  @Post('theme')
  theme(@Res({ passthrough: true }) response: CookieResponse): object {
    addCookie(response, 'theme=dark; Path=/');
    addCookie(response, clearSessionCookie('__Host-sid'));
    addCookie(response, 'seen=1; Path=/');
    return {};
  }

  @Get('signed')
  signed(@SignedCookies('__Host-sid') id: unknown): object {
    return { known: typeof id === 'string' };
  }

  @Post('logout')
  @UseGuards(SessionGuard)
  async logout(
    @CurrentSession() session: Session,
    @Res({ passthrough: true }) response: CookieResponse,
  ): Promise<object> {
    await this.sessions.delete(session.id);
    addCookie(response, clearSessionCookie('__Host-sid'));
    return {};
  }
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly set: string;
}

/** Computes a signature with Node's `crypto`, in the format that Express and Fastify document. */
function signature(value: string, secret: string): string {
  return createHmac('sha256', secret).update(value).digest('base64').replace(/=+$/, '');
}

function cookie(value: string): { headers: { cookie: string } } {
  return { headers: { cookie: value } };
}

describe.each(ADAPTER_NAMES)('A session in a signed cookie on %s', (adapter) => {
  const servers = new GuardedServers();
  afterEach(() => servers.closeAll());

  async function send(server: GuardedServer, method: string, path: string, sent?: string): Promise<Answer> {
    const response = await fetch(server.url + path, { method, headers: sent === undefined ? {} : { cookie: sent } });
    const [set = ''] = response.headers.getSetCookie();
    return { status: response.status, body: await response.json(), set };
  }

  const start = (): Promise<GuardedServer> =>
    servers.start({
      adapter,
      controllers: [LoginController],
      application: { cookies: { secret: NEW } },
      sessions: { guard: { extractors: [fromSignedCookie('__Host-sid', [NEW, OLD])] } },
    });

  it('is set at login, accepted by the guard, read by Nest, and removed at logout', async () => {
    const server = await start();
    const { set } = await send(server, 'POST', '/login');
    const [pair = '', ...attributes] = set.split('; ');
    expect(attributes.sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
    expect(await send(server, 'GET', '/me', pair)).toMatchObject({ status: 200, body: { userId: 'ada' } });
    expect(await send(server, 'GET', '/signed', pair)).toMatchObject({ body: { known: true } });
    expect((await send(server, 'POST', '/logout', pair)).set).toBe(
      '__Host-sid=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
    );
    expect(await send(server, 'GET', '/me', pair)).toMatchObject({ status: 401 });
  });

  it('is accepted only if the new or the old secret signed it', async () => {
    const server = await start();
    const { id } = await server.login('ada');
    const status = async (value: string): Promise<number> => (await send(server, 'GET', '/me', value)).status;
    for (const secret of [NEW, OLD]) {
      expect(await status(`__Host-sid=s%3A${id}.${encodeURIComponent(signature(id, secret))}`)).toBe(200);
      expect(await status(`__Host-sid=${id}.${signature(id, secret)}`)).toBe(200);
    }
    server.reset();
    expect(await status(`__Host-sid=s%3A${id}.${encodeURIComponent(signature(id, 'another secret'))}`)).toBe(401);
    expect(await status(`__Host-sid=${id}`)).toBe(401);
    expect([...server.calls]).toEqual([]);
  });
});

describe.each(ADAPTER_NAMES)('Several cookies on %s', (adapter) => {
  const servers = new GuardedServers();
  afterEach(() => servers.closeAll());

  const start = (extractor: SessionIdExtractor): Promise<GuardedServer> =>
    servers.start({ adapter, controllers: [LoginController], sessions: { guard: { extractors: [extractor] } } });

  const me = async (server: GuardedServer, header: string): Promise<number> =>
    (await fetch(`${server.url}/me`, { headers: { cookie: header } })).status;

  it('with the same name are tried until an active session is found', async () => {
    const server = await start(fromCookie('sid'));
    const [ended, live] = [await server.login('ada'), await server.login('ada')];
    await server.sessions.delete(ended.id);
    for (const stale of [ended.id, 'foreign', '', 's:garbage.%E0', ended.id.slice(1)]) {
      expect(await me(server, `sid=${stale}; sid=${live.id}`)).toBe(200);
      expect(await me(server, `sid=${live.id}; sid=${stale}`)).toBe(200);
    }
  });

  it('with a wrong signature are not looked up in the store', async () => {
    const server = await start(fromSignedCookie('sid', NEW));
    const { id } = await server.login('ada');
    const right = `sid=${id}.${encodeURIComponent(signature(id, NEW))}`;
    const wrong = `sid=${id}.${encodeURIComponent(signature(id, 'another secret'))}`;
    expect(await me(server, `${wrong}; ${wrong}; ${right}`)).toBe(200);
    expect([...server.calls]).toEqual([['touch', 1]]);
  });

  it('cause at most five lookups in the store, and 410 if the only session has expired', async () => {
    const server = await start(fromCookie('sid'));
    const { id } = await server.login('ada');
    const others = (count: number): string =>
      Array.from({ length: count }, (_, at) => `sid=other-${String(at)}`).join('; ');
    expect(await me(server, `${others(4)}; sid=${id}`)).toBe(200);
    server.reset();
    expect(await me(server, `${others(5)}; sid=${id}`)).toBe(401);
    expect([...server.calls]).toEqual([['touch', 5]]);
    server.clock.advance(30 * 60_000);
    expect(await me(server, `sid=other; sid=${id}`)).toBe(410);
  });

  it('of one answer all reach the browser', async () => {
    const server = await start(fromCookie('sid'));
    const response = await fetch(`${server.url}/theme`, { method: 'POST' });
    expect(response.headers.getSetCookie().map((set) => set.split('=')[0])).toEqual(['theme', '__Host-sid', 'seen']);
  });
});

describe('fromSignedCookie', () => {
  const read = fromSignedCookie('sid', [NEW, OLD]);

  it.each([
    ['an empty header', ''],
    ['another cookie name', 'other=s:x.y'],
    ['an empty cookie', 'sid='],
    ['the prefix s: alone', 'sid=s:'],
    ['a cookie without a signature', 'sid=s:id'],
    ['an empty signature', 'sid=s:id.'],
    ['broken percent-encoding', 'sid=s%3Aid.%E0%A4%A'],
    ['a signature cut short', `sid=s:id.${signature('id', NEW).slice(0, -1)}`],
    ['the signature of another id', `sid=s:other.${signature('id', NEW)}`],
    ['a name after a no-break space', `\u00a0sid=s:id.${signature('id', NEW)}`],
  ])('finds no id in %s', (_, header) => {
    expect(read(cookie(header))).toEqual([]);
  });

  it('reads cookies that Express or Fastify wrote', () => {
    expect(read(cookie(`sid=s%3Aid.${encodeURIComponent(signature('id', OLD))}`))).toEqual(['id']);
    expect(read(cookie(`a=1; sid=id.${encodeURIComponent(signature('id', NEW))}; b=2`))).toEqual(['id']);
    expect(read({ headers: {} })).toEqual([]);
  });

  it.each<[string, () => SessionIdExtractor | string]>([
    ['a secret of 31 bytes', () => fromSignedCookie('sid', 'x'.repeat(31))],
    ['an empty secret', () => fromSignedCookie('sid', '')],
    ['an empty secret among several', () => fromSignedCookie('sid', [NEW, ''])],
    ['an empty list of secrets', () => fromSignedCookie('sid', [])],
    ['null as a secret', () => fromSignedCookie('sid', JSON.parse('null') as string)],
    ['an empty secret to sign with', () => serializeSessionCookie('sid', 'id', { secret: '' })],
  ])('refuses %s, and shows no secret in the message', (_, make) => {
    expect(make).toThrow('secret is not valid, allowed is a string of at least 32 bytes');
    expect(make).not.toThrow(NEW);
  });

  it.each([() => fromCookie(''), () => fromSignedCookie('a b', NEW), () => fromHeader('x:y'), () => fromCookie('a=b')])(
    'refuses an invalid name (%#)',
    (make) => {
      expect(make).toThrow(/name is '.*', allowed is letters/);
    },
  );
});

describe('serializeSessionCookie', () => {
  it('hides the cookie from scripts and from other sites by default, and lets it end with the browser', () => {
    expect(serializeSessionCookie('sid', 'id')).toBe('sid=id; Path=/; HttpOnly; Secure; SameSite=Lax');
  });

  it('writes the options that the application gives', () => {
    const options = { maxAge: '12h', domain: 'example.com', path: '/app', secure: false, sameSite: 'strict' } as const;
    expect(serializeSessionCookie('sid', 'id', options)).toBe(
      'sid=id; Max-Age=43200; Domain=example.com; Path=/app; HttpOnly; SameSite=Strict',
    );
  });

  it('signs with the first secret, for fromSignedCookie', () => {
    const [pair = ''] = serializeSessionCookie('sid', 'id', { secret: [NEW, OLD] }).split(';');
    expect(fromSignedCookie('sid', NEW)(cookie(pair))).toEqual(['id']);
    expect(fromSignedCookie('sid', OLD)(cookie(pair))).toEqual([]);
  });

  it.each([
    ['__Host-sid', { secure: false }, 'secure is false, allowed is true for a cookie named __Host-sid'],
    ['__Host-sid', { domain: 'example.com' }, 'path or domain is set, but a cookie named __Host-sid must have neither'],
    ['__Host-sid', { path: '/app' }, 'path or domain is set, but a cookie named __Host-sid must have neither'],
    ['__Secure-sid', { secure: false }, 'secure is false, allowed is true for a cookie named __Secure-sid'],
    ['sid', { sameSite: 'none', secure: false }, "secure is false, allowed is true with sameSite 'none'"],
    [
      'sid',
      { path: '/; Domain=evil.example' },
      "path is '/; Domain=evil.example', allowed is ASCII that begins with /",
    ],
    ['sid', { path: 'app' }, "path is 'app', allowed is ASCII that begins with /"],
    ['sid', { domain: 'https://example.com' }, "domain is 'https://example.com', allowed is the name of a host"],
    ['sid', { domain: '.' }, "domain is '.', allowed is the name of a host"],
    ['sid', { sameSite: pastTheTypes<'lax'>('Relaxed') }, "sameSite is 'Relaxed', allowed is 'strict', 'lax', 'none'"],
    ['sid', { maxAge: 0 }, 'maxAge is 0, allowed is whole milliseconds from 1000'],
    ['sid', { maxAge: NaN }, 'maxAge is NaN, allowed is whole milliseconds from 1000'],
  ] as const)('refuses a cookie named %s with %j', (name, options, problem) => {
    expect(() => serializeSessionCookie(name, 'id', options)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS', message: expect.stringContaining(problem) }),
    );
  });
});
