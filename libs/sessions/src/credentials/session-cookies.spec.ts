import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Post, Res } from '@nestjs/common';
import { request as httpRequest } from 'node:http';
import { ADAPTER_NAMES, GuardedServers, type GuardedServer } from '../../test/http/guarded-server.js';
import { pastTheTypes } from '../../test/past-the-types.js';
import {
  addCookie,
  CurrentSession,
  InjectSessions,
  MemorySessionStore,
  OptionalSession,
  SessionCookies,
  SessionsModule,
  SessionsService,
  UseSessions,
  type CookieOptions,
  type CookieResponse,
  type Session,
} from '../index.js';
import { FakeClock } from '../testing/index.js';

const SECRET = 'a secret that signs cookies, of 32 bytes';
const HOUR = 3_600_000;

@Controller()
class LoginController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly cookies: SessionCookies,
    @InjectSessions('staff', SessionCookies) private readonly staffCookies: SessionCookies,
    @InjectSessions('staff') private readonly staff: SessionsService,
  ) {}

  @Post('login')
  async login(@Res({ passthrough: true }) response: CookieResponse): Promise<object> {
    addCookie(response, 'theme=dark');
    this.cookies.set(response, await this.sessions.create({ userId: 'ada' }));
    return {};
  }

  @Post('staff/login')
  async staffLogin(@Res({ passthrough: true }) response: CookieResponse): Promise<object> {
    this.staffCookies.set(response, await this.staff.create({ userId: 'bob' }));
    return {};
  }

  @Post('rotate')
  @UseSessions()
  async rotate(
    @CurrentSession() { id }: Session,
    @Res({ passthrough: true }) response: CookieResponse,
  ): Promise<object> {
    const found = await this.sessions.rotate(id);
    if (found.state === 'active') this.cookies.set(response, found);
    return {};
  }

  @Post('logout')
  @UseSessions()
  logout(@Res({ passthrough: true }) response: CookieResponse): object {
    this.cookies.clear(response);
    return {};
  }

  @Get('me')
  @UseSessions('default', 'staff')
  me(@CurrentSession() session: Session): object {
    return { userId: session.userId };
  }

  @Get('maybe')
  @UseSessions()
  @OptionalSession()
  maybe(): object {
    return {};
  }
}

interface Answer {
  readonly status: number | undefined;
  readonly set: readonly string[];
}

/** With Node's own client, which sends the `Host` that it is given. */
function send({ url }: GuardedServer, sent: string, headers: Record<string, string> = {}): Promise<Answer> {
  const [method = '', path = ''] = sent.split(' ');
  return new Promise((resolve, reject) => {
    const request = httpRequest(url + path, { method, headers, agent: false }, (response) => {
      response.resume().once('end', () => {
        resolve({ status: response.statusCode, set: response.headers['set-cookie'] ?? [] });
      });
    });
    request.once('error', reject).end();
  });
}

const pairOf = (set: string | undefined): string => set?.split(';')[0] ?? '';

describe.each(ADAPTER_NAMES)('SessionCookies on %s', (adapter) => {
  const servers = new GuardedServers();
  afterEach(() => servers.closeAll());

  const start = (cookie: Partial<CookieOptions> = {}): Promise<GuardedServer> =>
    servers.start({
      adapter,
      controllers: [LoginController],
      sessions: { cookie: { name: '__Host-sid', secret: SECRET, ...cookie }, timeouts: { absoluteTimeout: '12h' } },
      imports: [
        SessionsModule.forRoot({
          name: 'staff',
          store: new MemorySessionStore({ clock: new FakeClock() }),
          cookie: { name: 'staff' },
        }),
      ],
    });

  it('set a cookie beside those of the application, read it, set it anew with a new id, and clear it', async () => {
    const server = await start();
    const [theme, set] = (await send(server, 'POST /login')).set;
    expect([theme, set]).toEqual([
      'theme=dark',
      expect.stringMatching(/^__Host-sid=s%3A.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    expect(await send(server, 'GET /me', { cookie: pairOf(set) })).toEqual({ status: 200, set: [] });
    const [rotated] = (await send(server, 'POST /rotate', { cookie: pairOf(set) })).set;
    expect(await send(server, 'GET /me', { cookie: pairOf(rotated) })).toMatchObject({ status: 200 });
    const { set: cleared } = await send(server, 'POST /logout', { cookie: pairOf(rotated) });
    expect(cleared).toEqual(['__Host-sid=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax']);
  });

  it('keep a persistent cookie until the absolute timeout of its session, and no longer', async () => {
    const server = await start({ persistent: true });
    const [, set] = (await send(server, 'POST /login')).set;
    expect(set).toContain(`Max-Age=${String((12 * HOUR) / 1000)};`);
    server.clock.advance(1000 * 60 * 20);
    const [rotated] = (await send(server, 'POST /rotate', { cookie: pairOf(set) })).set;
    expect(rotated).toContain(`Max-Age=${String((12 * HOUR) / 1000 - 20 * 60)};`);
  });

  it('take a dead cookie back when the guard refuses it, and only then', async () => {
    const server = await start();
    const [, set] = (await send(server, 'POST /login')).set;
    const cookie = pairOf(set);
    const gone = ['__Host-sid=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax'];
    expect(await send(server, 'GET /me')).toEqual({ status: 401, set: [] });
    expect(await send(server, 'GET /me', { cookie: '__Host-sid=forged' })).toEqual({ status: 401, set: gone });
    server.clock.advance(HOUR);
    expect(await send(server, 'GET /maybe', { cookie })).toEqual({ status: 200, set: [] });
    expect(await send(server, 'GET /me', { cookie })).toEqual({ status: 410, set: gone });
    await server.store.close();
    expect(await send(server, 'GET /me', { cookie })).toEqual({ status: 503, set: [] });
  });

  it('are not taken back from a request that was under way during a rotation', async () => {
    const server = await start();
    const [, set] = (await send(server, 'POST /login')).set;
    const cookie = pairOf(set);
    await send(server, 'POST /rotate', { cookie });
    expect(await send(server, 'GET /me', { cookie })).toEqual({ status: 401, set: [] });
  });

  it('are those of a kind, and both dead cookies are taken back from a route that admits both kinds', async () => {
    const server = await start();
    const [set] = (await send(server, 'POST /staff/login')).set;
    expect(set).toMatch(/^staff=/);
    expect(await send(server, 'GET /me', { cookie: `__Host-sid=dead; ${pairOf(set)}` })).toEqual({
      status: 200,
      set: [],
    });
    const refused = await send(server, 'GET /me', { cookie: '__Host-sid=dead; staff=dead' });
    expect(refused.set.map(pairOf)).toEqual(['__Host-sid=', 'staff=']);
  });

  it('warn once where a Secure cookie is lost over plain HTTP', async () => {
    const server = await start();
    const warning = 'The cookie __Host-sid is Secure, but a request came over plain HTTP';
    await send(server, 'POST /login');
    await send(server, 'POST /login', { host: 'shop.localhost:80' });
    await send(server, 'POST /login', { host: 'shop.example', 'x-forwarded-proto': 'https' });
    expect(server.log.text).not.toContain(warning);
    await send(server, 'POST /login', { host: 'shop.example' });
    await send(server, 'POST /login', { host: 'shop.example' });
    expect(server.log.text.split(warning)).toHaveLength(2);
    expect(server.log.text).not.toContain('shop.example');
  });
});

describe('the option cookie', () => {
  it.each<[object, string]>([
    [{ name: 'a b' }, "name is 'a b'"],
    [{ name: '__Host-sid', path: '/app' }, 'path or domain is set'],
    [{ name: 'sid', secret: 'short' }, 'secret is not valid'],
    [{ name: 'sid', partitioned: true, secure: false }, 'secure is false, allowed is true with partitioned'],
    [{ name: 'sid', sameSite: 'always' }, "sameSite is 'always'"],
    [{ name: 'sid', persistent: 'yes' }, "cookie.persistent is 'yes'"],
    [{ name: 'sid', maxAge: '1h' }, 'cookie.maxAge is not an option'],
    [{}, 'name is undefined'],
  ])('refuses %j', (cookie, problem) => {
    expect(() => SessionsModule.forRoot({ cookie: pastTheTypes(cookie) })).toThrow(problem);
  });

  it('partitions the cookie', () => {
    const added: string[] = [];
    const response = { header: (_: string, value: string) => added.push(value) };
    new SessionCookies({ name: 'sid', sameSite: 'none', partitioned: true }).clear(response);
    expect(added).toEqual(['sid=; Max-Age=0; Path=/; HttpOnly; Secure; Partitioned; SameSite=None']);
  });

  it('must be set before SessionCookies is used: else the message says what to do', () => {
    expect(() => new SessionCookies(undefined).clear({ header: () => undefined })).toThrow(
      "A session cookie can't be written with these options: cookie is not set, allowed is an object such as",
    );
  });

  it('lets an application read the ids of a request', () => {
    const cookies = new SessionCookies({ name: 'sid' });
    expect(cookies.read({ headers: { cookie: 'sid=one; sid=two' } })).toEqual(['one', 'two']);
    expect(cookies.read({ headers: {} })).toEqual([]);
  });
});
