import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { settingsOf } from './settings.js';
import { ShopModule } from './shop.module.js';

const app = await NestFactory.create(ShopModule.with(settingsOf(process.env)));
app.enableShutdownHooks();
await app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1');
new Logger('Shop').log(`The shop listens on ${await app.getUrl()}`);
