import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ERASED } from './audit.js';
import {
  SessionCookies,
  SessionsService,
  type CookieResponse,
  type IncomingRequest,
  type Session,
} from 'nest-sessions';

export interface Shopping {
  readonly cart: readonly string[];
}

const GUEST = 'guest:';

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
    return this.#begin({ userId: GUEST + randomUUID(), remember: false, request, response }, { cart: [] });
  }

  /** A login gives a new id, so that nobody who knew the one before is logged in too. The cart goes along. */
  async logIn(login: Login, before: Session<Shopping> | undefined): Promise<Session<Shopping>> {
    const session = await this.#begin(login, before?.metadata ?? { cart: [] });
    if (before) await this.sessions.delete(before.id, { reason: 'logged in again', by: login.userId });
    return session;
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

  async #begin({ userId, remember, request, response }: Login, metadata: Shopping): Promise<Session<Shopping>> {
    const session = await this.sessions.create({
      userId,
      metadata,
      attributes: { browser: String(request.headers['user-agent']).slice(0, 100), remember },
      ...(remember && { timeouts: { idleTimeout: '30d', absoluteTimeout: '90d' } }),
      boundTo: request,
    });
    this.cookies.set(response, session);
    return session;
  }
}

export function isGuest({ userId }: Session<Shopping>): boolean {
  return userId.startsWith(GUEST);
}
