import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import {
  CurrentSession,
  OptionalSession,
  SessionsService,
  UseSessions,
  type CookieResponse,
  type IncomingRequest,
  type Session,
} from 'nest-sessions';
import { Logins, type Shopping } from './logins.js';

/** For guests and customers. */
@Controller('cart')
@UseSessions()
@OptionalSession()
export class CartController {
  constructor(
    private readonly sessions: SessionsService<Shopping>,
    private readonly logins: Logins,
  ) {}

  @Get()
  cart(@CurrentSession() session: Session<Shopping> | undefined): Shopping {
    return { cart: session?.metadata.cart ?? [] };
  }

  @Post(':item')
  async add(
    @Param('item') item: string,
    @CurrentSession() given: Session<Shopping> | undefined,
    @Req() request: IncomingRequest,
    @Res({ passthrough: true }) response: CookieResponse,
  ): Promise<Shopping> {
    const { id, metadata } = given ?? (await this.logins.asGuest(request, response));
    const cart = [...metadata.cart, item];
    await this.sessions.updateMetadata(id, { cart }, { basedOn: metadata });
    return { cart };
  }
}
