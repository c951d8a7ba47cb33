import { Body, Controller, Get, Module, Post, Res, UseGuards, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import {
  CurrentSession,
  endedSessionCookie,
  fromBearer,
  fromSignedCookie,
  NoTouch,
  OptionalSession,
  sessionCookie,
  SessionGuard,
  SessionsModule,
  SessionsService,
  type Session,
} from '../../src/index.js';

/** The examples of the README, section Guard, as one application. */
const secrets = ['the secret that signs', 'the secret before it'];

/** What the responses of Express and of Fastify share. */
interface Response {
  header(name: string, value: string): unknown;
}

@Controller()
export class AccountController {
  constructor(private readonly sessions: SessionsService) {}

  @Post('login')
  @OptionalSession()
  async login(@Body() { user }: { user: string }, @Res({ passthrough: true }) response: Response): Promise<void> {
    const { id } = await this.sessions.create({ userId: user });
    response.header('set-cookie', sessionCookie('__Host-sid', id, { secret: secrets }));
  }

  @Get('me')
  me(@CurrentSession() session: Session): object {
    return { userId: session.userId };
  }

  @Get('unread')
  @NoTouch()
  unread(@CurrentSession() session: Session): object {
    return { of: session.userId, unread: 0 };
  }

  @Post('logout')
  async logout(@CurrentSession() session: Session, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.sessions.delete(session.id);
    response.header('set-cookie', endedSessionCookie('__Host-sid'));
  }
}

@WebSocketGateway()
@UseGuards(SessionGuard)
export class ChatGateway {
  @SubscribeMessage('say')
  say(@CurrentSession() session: Session): object {
    return { event: 'said', data: { by: session.userId } };
  }
}

@Module({
  controllers: [AccountController],
  providers: [ChatGateway, { provide: APP_GUARD, useExisting: SessionGuard }],
})
export class AppModule {
  static register(): DynamicModule {
    const sources = [fromSignedCookie('__Host-sid', secrets), fromBearer()];
    return { module: AppModule, imports: [SessionsModule.forRoot({ guard: { sources } })] };
  }
}
