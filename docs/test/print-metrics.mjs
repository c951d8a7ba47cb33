/** Serves the module `MonitoredModule` of a file, and prints its metrics. */
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';

const { MonitoredModule } = await import(process.argv[2]);
const app = await NestFactory.create(MonitoredModule, { logger: false, abortOnError: false });
await app.listen(0, '127.0.0.1');
console.log(await (await fetch(`${await app.getUrl()}/metrics`)).text());
await app.close();
