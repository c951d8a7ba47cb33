import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import {
  CurrentSession,
  InjectSessions,
  OptionalSession,
  SessionCookies,
  SessionsService,
  UseSessions,
  type CookieResponse,
  type UserSession,
} from 'nest-sessions';
import { Accounts } from './accounts.js';
import { Audit, type AuditEntry } from './audit.js';
import type { Shopping } from './logins.js';
import { Checked, credentials, revocation, type Credentials, type Revocation } from './requests.js';

const STAFF: readonly string[] = ['grace'];

/** A session of a customer opens nothing here, and one of staff opens nothing elsewhere. */
@Controller('staff')
@UseSessions('staff')
export class StaffController {
  constructor(
    private readonly customers: SessionsService<Shopping>,
    @InjectSessions('staff') private readonly sessions: SessionsService,
    @InjectSessions('staff', SessionCookies) private readonly cookies: SessionCookies,
    private readonly accounts: Accounts,
    private readonly audit: Audit,
  ) {}

  @Post('login')
  @HttpCode(200)
  @OptionalSession()
  async logIn(
    @Body(new Checked(credentials)) { name, password }: Credentials,
    @Res({ passthrough: true }) response: CookieResponse,
  ): Promise<object> {
    this.accounts.check(STAFF.includes(name) ? name : '', password);
    this.cookies.set(response, await this.sessions.create({ userId: name }));
    return { name };
  }

  @Post('customers/:user/end')
  @HttpCode(200)
  async end(
    @Param('user') user: string,
    @Body(new Checked(revocation)) { reason }: Revocation,
    @CurrentSession() { userId }: UserSession,
  ): Promise<object> {
    return { ended: await this.customers.revokeByUser(user, { reason, by: `staff:${userId}` }) };
  }

  @Get('audit')
  entries(): readonly AuditEntry[] {
    return this.audit.entries;
  }
}
