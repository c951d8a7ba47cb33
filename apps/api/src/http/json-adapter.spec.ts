import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, HttpCode, Post, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { JsonAdapter } from './json-adapter.js';

@Controller()
class TextsController {
  @Get('short')
  short(): object {
    return { text: 'Grüße 👋', at: new Date(0), none: undefined };
  }

  @Get('long')
  long(): object {
    return { text: 'ß'.repeat(100_000) };
  }

  @Post('made')
  @HttpCode(201)
  made(): object {
    return [];
  }

  @Get('failed')
  failed(): object {
    throw new Error('as it may be');
  }
}

const apps: INestApplication[] = [];

async function started(adapter: ExpressAdapter): Promise<string> {
  const app = await NestFactory.create<NestExpressApplication>(
    { module: TextsController, controllers: [TextsController] },
    adapter,
    { logger: false },
  );
  apps.push(app);
  app.set('etag', false);
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
}

async function answered(url: string, init: RequestInit): Promise<object> {
  const response = await fetch(url, init);
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'date'));
  return { status: response.status, headers, body: await response.text() };
}

describe('JsonAdapter', () => {
  let express: string;
  let ours: string;

  beforeAll(async () => {
    express = await started(new ExpressAdapter());
    ours = await started(new JsonAdapter());
  });

  afterAll(() => Promise.all(apps.map((app) => app.close())));

  it.each([
    ['GET', '/short'],
    ['GET', '/long'],
    ['HEAD', '/short'],
    ['HEAD', '/long'],
    ['POST', '/made'],
    ['GET', '/failed'],
    ['GET', '/nowhere'],
  ])('answers %s %s as Express does, byte for byte', async (method, path) => {
    expect(await answered(ours + path, { method })).toEqual(await answered(express + path, { method }));
  });

  it('answers in full who claims to have any answer already', async () => {
    const answer = await answered(`${ours}/short`, { headers: { 'If-None-Match': '*' } });
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('Grüße') });
  });
});
