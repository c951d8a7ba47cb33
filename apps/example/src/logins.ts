import { Injectable } from '@nestjs/common';
import { ERASED } from './audit.js';
import {
  SessionCookies,
  SessionsService,
  type CookieResponse,
  type CreateGuest,
  type IncomingRequest,
  type Session,
} from 'nest-sessions';

export interface Shopping {
  readonly cart: readonly string[];
}

const REMEMBERED = { idleTimeout: '30d', absoluteTimeout: '90d' } as const;

export interface Login {
  readonly userId: string;
  /** Whether the browser stays logged in for weeks. */
  readonly remember: boolean;
  readonly request: IncomingRequest;
  readonly response: CookieResponse;
}

/** Begins and replaces the sessions of customers. */
@Injectable()
export class Logins {
  constructor(
    private readonly sessions: SessionsService<Shopping>,
    private readonly cookies: SessionCookies,
  ) {}

  /** A guest has a session, too: it keeps the cart. */
  async asGuest(request: IncomingRequest, response: CookieResponse): Promise<Session<Shopping>> {
    const session = await this.sessions.createGuest(beginning(request));
    this.cookies.set(response, session);
    return session;
  }

  /** A login gives a new id, so that nobody who knew the one before is logged in too. The cart of a guest goes along. */
  async logIn(login: Login, before: Session<Shopping> | undefined): Promise<Session<Shopping>> {
    const { userId, remember, request, response } = login;
    const timeouts = remember ? REMEMBERED : undefined;
    const mine = await this.#mine(userId, before);
    const found = mine && (await this.sessions.signIn(mine.id, userId, { timeouts }));
    const session =
      found?.state === 'active'
        ? found.session
        : await this.sessions.create({ userId, timeouts, ...beginning(request) });
    this.cookies.set(response, session);
    return session;
  }

  /** The customer has more rights for a while, so the session gets a new id. */
  async confirm(id: string, response: CookieResponse): Promise<void> {
    await this.sessions.authenticated(id);
    const found = await this.sessions.rotate(id);
    if (found.state === 'active') this.cookies.set(response, found);
  }

  async logOut(session: Session<Shopping>, response: CookieResponse): Promise<void> {
    await this.sessions.delete(session.id, { reason: 'logged out', by: session.userId });
    this.cookies.clear(response);
  }

  /** Ends all sessions of a customer, whose endings make the audit forget the customer. */
  async erase(userId: string, response: CookieResponse): Promise<void> {
    await this.sessions.revokeByUser(userId, { reason: ERASED });
    this.cookies.clear(response);
  }

  /** The session before the login, if it is of a guest or of the same user. That of another user ends. */
  async #mine(userId: string, before: Session<Shopping> | undefined): Promise<Session<Shopping> | undefined> {
    if (before?.userId === undefined || before.userId === userId) return before;
    await this.sessions.delete(before.id, { reason: 'another user logged in', by: userId });
    return undefined;
  }
}

function beginning(request: IncomingRequest): CreateGuest<Shopping> {
  const browser = String(request.headers['user-agent']).slice(0, 100);
  return { metadata: { cart: [] }, attributes: { browser }, boundTo: request };
}
