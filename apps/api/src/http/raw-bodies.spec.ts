import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Post, type INestApplication } from '@nestjs/common';
import { HttpAdapterHost, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { ApiErrorFilter } from '../errors/api-error.filter.js';
import { acceptRawBodies } from './raw-bodies.js';

const MOST = 65_536;

@Controller()
class BodiesController {
  @Post()
  read(@Body() body: unknown): object {
    return { got: Buffer.isBuffer(body) ? body.length : typeof body };
  }
}

describe('Raw bodies on Express', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let app: INestApplication<Server>;

  beforeEach(async () => {
    app = await NestFactory.create<INestApplication<Server>>(
      { module: BodiesController, controllers: [BodiesController] },
      new ExpressAdapter(),
      { bodyParser: false, logger: false },
    );
    app.useGlobalFilters(new ApiErrorFilter(app.get(HttpAdapterHost)));
    acceptRawBodies(app);
    await app.listen(0, '127.0.0.1');
  });

  afterEach(async () => {
    agent.destroy();
    await app.close();
  });

  /** Sends a body in so many pieces; the answer is its status, its text, and whether the connection was of use again. */
  async function send(pieces: readonly string[], length?: number): Promise<readonly unknown[]> {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const headers = length === undefined ? {} : { 'Content-Length': length };
    const sent = request({ method: 'POST', port, host: '127.0.0.1', agent, headers });
    for (const piece of pieces) sent.write(piece);
    sent.end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const text = Buffer.concat(await answer.toArray()).toString();
    return [answer.statusCode, text, sent.reusedSocket];
  }

  it('come whole, in one piece or in many', async () => {
    expect(await send(['x'.repeat(MOST)], MOST)).toEqual([201, `{"got":${String(MOST)}}`, false]);
    expect(await send(['ab', 'cd', 'e'])).toEqual([201, '{"got":5}', true]);
  });

  it('are nothing where there is none', async () => {
    expect(await send([], 0)).toEqual([201, '{"got":"undefined"}', false]);
  });

  it('are refused above 64 KiB, and the connection goes on', async () => {
    expect((await send(['x'.repeat(MOST), 'x']))[0]).toBe(413);
    expect((await send(['x'.repeat(40 * MOST)], 40 * MOST))[0]).toBe(413);
    expect(await send(['x'], 1)).toEqual([201, '{"got":1}', true]);
  });
});
