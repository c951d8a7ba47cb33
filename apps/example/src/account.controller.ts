import { Body, Controller, Delete, Get, HttpCode, NotFoundException, Param, Post, Req, Res } from '@nestjs/common';
import {
  CurrentSession,
  OptionalSession,
  RequireRecentAuthentication,
  SessionsService,
  SkipTouch,
  UseSessions,
  type CookieResponse,
  type IncomingRequest,
  type Session,
  type UserSession,
} from 'nest-sessions';
import { Accounts } from './accounts.js';
import { Logins, type Shopping } from './logins.js';
import { Checked, confirmation, credentials, type Confirmation, type Credentials } from './requests.js';

interface Device {
  /** Names the session, and opens nothing. */
  readonly handle: string;
  readonly browser: unknown;
  readonly isThisOne: boolean;
  readonly lastActivityAt: string;
}

@Controller('account')
@UseSessions()
export class AccountController {
  constructor(
    private readonly sessions: SessionsService<Shopping>,
    private readonly accounts: Accounts,
    private readonly logins: Logins,
  ) {}

  @Post('login')
  @HttpCode(200)
  @OptionalSession()
  @SkipTouch()
  async logIn(
    @Body(new Checked(credentials)) { name, password, remember }: Credentials,
    @CurrentSession() before: Session<Shopping> | undefined,
    @Req() request: IncomingRequest,
    @Res({ passthrough: true }) response: CookieResponse,
  ): Promise<object> {
    this.accounts.check(name, password);
    const { userId, metadata } = await this.logins.logIn({ userId: name, remember, request, response }, before);
    return { name: userId, ...metadata };
  }

  @Post('logout')
  @HttpCode(204)
  async logOut(
    @CurrentSession() session: UserSession<Shopping>,
    @Res({ passthrough: true }) response: CookieResponse,
  ): Promise<void> {
    await this.logins.logOut(session, response);
  }

  @Get('devices')
  async devices(@CurrentSession() current: UserSession<Shopping>): Promise<readonly Device[]> {
    const sessions = await this.sessions.recentByUser(current.userId);
    return sessions.map(({ handle, attributes: { browser }, lastActivityAt }) => ({
      ...{ handle, browser },
      isThisOne: handle === current.handle,
      lastActivityAt: new Date(lastActivityAt).toISOString(),
    }));
  }

  @Delete('devices/others')
  async endOthers(@CurrentSession() current: UserSession<Shopping>): Promise<object> {
    const by = current.userId;
    return { ended: await this.sessions.revokeByUser(by, { except: current.id, reason: 'ended by its user', by }) };
  }

  @Delete('devices/:handle')
  @HttpCode(204)
  async endOne(@Param('handle') handle: string, @CurrentSession() current: UserSession<Shopping>): Promise<void> {
    const by = current.userId;
    const ended = await this.sessions.deleteByHandle(by, handle, { reason: 'ended by its user', by });
    if (ended.state !== 'active') throw new NotFoundException('You have no such device.');
  }

  /** Asks for the password again before a dangerous action. */
  @Post('confirm')
  @HttpCode(204)
  async confirm(
    @Body(new Checked(confirmation)) { password }: Confirmation,
    @CurrentSession() { id, userId }: UserSession<Shopping>,
    @Res({ passthrough: true }) response: CookieResponse,
  ): Promise<void> {
    this.accounts.check(userId, password);
    await this.logins.confirm(id, response);
  }

  /** Removes everything that is kept of the customer. */
  @Delete()
  @RequireRecentAuthentication('5m')
  @HttpCode(204)
  async erase(
    @CurrentSession() session: UserSession<Shopping>,
    @Res({ passthrough: true }) response: CookieResponse,
  ): Promise<void> {
    this.accounts.remove(session.userId);
    await this.logins.erase(session.userId, response);
  }
}
