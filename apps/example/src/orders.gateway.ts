import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { CurrentSession, SessionGateway, SkipTouch, type Session } from 'nest-sessions';

/** A page of a customer that stays connected. The connection ends with the session, on whichever instance that ends. */
@WebSocketGateway()
@SessionGateway()
export class OrdersGateway {
  @SubscribeMessage('orders')
  @SkipTouch()
  orders(@CurrentSession() { userId }: Session): object {
    return { event: 'orders', data: { of: userId } };
  }
}
