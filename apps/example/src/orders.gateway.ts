import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { CurrentSession, SessionGateway, SkipTouch, type Session } from 'nest-sessions';

/** Serves a page of a customer that stays connected. The connection ends with the session, whichever instance ends it. */
@WebSocketGateway()
@SessionGateway()
export class OrdersGateway {
  @SubscribeMessage('orders')
  @SkipTouch()
  orders(@CurrentSession() { userId }: Session): object {
    return { event: 'orders', data: { of: userId } };
  }
}
