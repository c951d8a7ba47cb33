import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { get } from '../../test/http/ask.js';
import { ADAPTER_NAMES, GuardedServers, type AdapterName, type GuardedServer } from '../../test/http/guarded-server.js';
import {
  CurrentSession,
  fromHeader,
  getSessionsToken,
  MemorySessionStore,
  OptionalSession,
  SessionGuard,
  SessionsModule,
  SessionsService,
  UseSessions,
  type Session,
} from '../index.js';
import { FakeClock } from '../testing/index.js';

@Controller()
class ShopController {
  @Get('cart')
  @UseGuards(SessionGuard)
  cart(@CurrentSession() customer: Session): object {
    return { cart: customer.userId };
  }

  @Get('order')
  @UseSessions('default', 'staff')
  order(
    @CurrentSession() session: Session,
    @CurrentSession('staff') staff: Session | undefined,
    @CurrentSession('default') customer: Session | undefined,
  ): object {
    return { session: session.userId, staff: staff?.userId ?? null, customer: customer?.userId ?? null };
  }

  @Get('greeting')
  @UseSessions('default', 'staff')
  @OptionalSession()
  greeting(@CurrentSession() session: Session | undefined): object {
    return { hello: session?.userId ?? 'stranger' };
  }

  @Get('mistake')
  @UseSessions('staff')
  mistake(@CurrentSession('default') customer: Session): object {
    return { customer };
  }
}

@Controller('staff')
@UseSessions('staff')
class StaffController {
  @Get()
  desk(@CurrentSession() staff: Session): object {
    return { desk: staff.userId };
  }

  @Get('for-customers')
  @UseSessions()
  forCustomers(@CurrentSession() customer: Session): object {
    return { customer: customer.userId };
  }
}

/** Imports no sessions: the guard finds them. */
@Module({ controllers: [StaffController] })
class StaffModule {}

interface Shop extends GuardedServer {
  readonly staff: SessionsService;
  readonly staffStore: MemorySessionStore;
  readonly staffClock: FakeClock;
}

const servers = new GuardedServers();
afterEach(() => servers.closeAll());

async function shop(adapter: AdapterName, isGlobal = false): Promise<Shop> {
  const staffClock = new FakeClock();
  const staffStore = new MemorySessionStore({ clock: staffClock });
  const guard = { extractors: [fromHeader('x-staff-id')] };
  const server = await servers.start({
    adapter,
    controllers: [ShopController],
    imports: [SessionsModule.forRoot({ name: 'staff', store: staffStore, sweep: false, guard }), StaffModule],
    ...(isGlobal && { providers: [{ provide: APP_GUARD, useExisting: SessionGuard }] }),
  });
  return { ...server, staff: server.app.get<SessionsService>(getSessionsToken('staff')), staffStore, staffClock };
}

describe.each(ADAPTER_NAMES)('@UseSessions on %s', (adapter) => {
  it.each([false, true])('admits the kind that it names, and no other (under a global guard: %s)', async (isGlobal) => {
    const server = await shop(adapter, isGlobal);
    const customer = { 'x-session-id': (await server.login('ada')).id };
    const staff = { 'x-staff-id': (await server.staff.create({ userId: 'bob' })).id };
    expect(await get(server, '/staff', staff)).toMatchObject({ status: 200, body: { desk: 'bob' } });
    expect(await get(server, '/staff', customer)).toMatchObject({ status: 401, challenge: null });
    expect(await get(server, '/staff', { 'x-staff-id': customer['x-session-id'] })).toMatchObject({ status: 401 });
    expect(await get(server, '/staff/for-customers', customer)).toMatchObject({ body: { customer: 'ada' } });
    expect(await get(server, '/staff/for-customers', staff)).toMatchObject({ status: 401, challenge: 'Bearer' });
    expect(await get(server, '/cart', customer)).toMatchObject({ status: 200, body: { cart: 'ada' } });
    expect(await get(server, '/cart', staff)).toMatchObject({ status: 401 });
  });

  it('admits any of several kinds, and tells the handler which', async () => {
    const server = await shop(adapter);
    const customer = { 'x-session-id': (await server.login('ada')).id };
    const staff = { 'x-staff-id': (await server.staff.create({ userId: 'bob' })).id };
    const asCustomer = { session: 'ada', customer: 'ada', staff: null };
    expect(await get(server, '/order', customer)).toMatchObject({ status: 200, body: asCustomer });
    expect(await get(server, '/order', { ...customer, ...staff })).toMatchObject({ status: 200, body: asCustomer });
    const asStaff = { session: 'bob', customer: null, staff: 'bob' };
    expect(await get(server, '/order', staff)).toMatchObject({ status: 200, body: asStaff });
    expect(await get(server, '/order')).toMatchObject({ status: 401, challenge: 'Bearer' });
    expect(await get(server, '/greeting', staff)).toMatchObject({ status: 200, body: { hello: 'bob' } });
    expect(await get(server, '/greeting')).toMatchObject({ status: 200, body: { hello: 'stranger' } });
  });

  it('answers 410 where a session of one kind has expired and no other is active', async () => {
    const server = await shop(adapter);
    const customer = { 'x-session-id': (await server.login('ada')).id };
    const staff = { 'x-staff-id': (await server.staff.create({ userId: 'bob' })).id };
    server.staffClock.advance(30 * 60_000);
    expect(await get(server, '/order', staff)).toMatchObject({ status: 410 });
    expect(await get(server, '/order', { ...customer, ...staff })).toMatchObject({ status: 200 });
  });

  it('admits one kind while the store of another can not be reached', async () => {
    const server = await shop(adapter);
    const customer = { 'x-session-id': (await server.login('ada')).id };
    const staff = { 'x-staff-id': (await server.staff.create({ userId: 'bob' })).id };
    await server.store.close();
    expect(await get(server, '/order', { ...customer, ...staff })).toMatchObject({
      status: 200,
      body: { staff: 'bob' },
    });
    expect(await get(server, '/order', customer)).toMatchObject({ status: 503 });
    expect(await get(server, '/staff', staff)).toMatchObject({ status: 200 });
  });

  it('must name each kind that a handler uses: else the message says what to do', async () => {
    const server = await shop(adapter);
    const staff = { 'x-staff-id': (await server.staff.create({ userId: 'bob' })).id };
    expect(await get(server, '/mistake', staff)).toMatchObject({ status: 500 });
    expect(server.log.text).toContain(
      "ShopController.mistake uses the current session of the kind 'default', but no SessionGuard looked for it. " +
        "Add @UseSessions('default').",
    );
  });
});

it('stops the start where @UseSessions names a kind that the application does not have', async () => {
  @Controller()
  class Typo {
    @Get()
    @UseSessions('staf')
    desk(): object {
      return {};
    }
  }
  await expect(servers.start({ controllers: [Typo] })).rejects.toThrow(
    "Typo.desk uses sessions of the kind 'staf', but the application has only default",
  );
});
