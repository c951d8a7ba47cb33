import { Module, type DynamicModule } from '@nestjs/common';
import { SessionsModule } from 'nest-sessions';
import { AccountController } from './account.controller.js';
import { Accounts } from './accounts.js';
import { Audit } from './audit.js';
import { CartController } from './cart.controller.js';
import { Logins } from './logins.js';
import { OrdersGateway } from './orders.gateway.js';
import { customerOptions, staffOptions } from './session-options.js';
import type { Settings } from './settings.js';
import { StaffController } from './staff.controller.js';

/** A shop with two kinds of sessions: those of customers, and those of staff. */
@Module({})
export class ShopModule {
  static with(settings: Settings): DynamicModule {
    return {
      module: ShopModule,
      imports: [
        SessionsModule.forRootAsync({ useFactory: () => customerOptions(settings) }),
        SessionsModule.forRootAsync({ name: 'staff', useFactory: () => staffOptions(settings) }),
      ],
      controllers: [CartController, AccountController, StaffController],
      providers: [Accounts, Audit, Logins, OrdersGateway],
    };
  }
}
