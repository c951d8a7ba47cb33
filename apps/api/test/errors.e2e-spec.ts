import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { AGENT, HEALTH, SESSIONS, USER, type Client } from './client.js';
import { error } from './error-answer.js';
import { exchange } from './raw-http.js';
import { Servers } from './server.js';

const IDS = { agentId: AGENT, userId: USER };
const LOST = `${SESSIONS}/AAAAAAAAAAAAAAAAAAAAAAAA`;

describe('Errors over HTTP', () => {
  const servers = new Servers();
  let client: Client;
  let port: number;

  beforeAll(async () => {
    ({ client, port } = await servers.start());
  });

  afterAll(() => servers.closeAll());

  it('needs no Host header with HTTP/1.0', async () => {
    expect(await exchange(port, `GET ${HEALTH} HTTP/1.0\r\n\r\n`)).toMatchObject({ status: 200 });
  });

  describe('404', () => {
    it.each(['AAAAAAAAAAAAAAAAAAAAAAAA', 'x', '%00', '__proto__', 'constructor', '%2e%2e', 'a'.repeat(10_000)])(
      'no session has the id %#',
      async (id) => {
        const path = `${SESSIONS}/${id}`;
        for (const answer of [
          await client.get(path),
          await client.post(`${path}/heartbeat`),
          await client.post(`${path}/renew`),
          await client.patch(`${path}/timeout`, { autoRenew: true }),
          await client.delete(path),
        ]) {
          expect(answer).toMatchObject(error(404, 'SESSION_NOT_FOUND'));
          expect(answer.text).toContain('not found');
          expect(answer.text).not.toContain('AAAA');
        }
      },
    );

    it.each([
      ['GET', '/'],
      ['GET', '/nope'],
      ['GET', '/api'],
      ['GET', '/api/messaging'],
      ['POST', `${SESSIONS}/a/b`],
      ['PUT', SESSIONS],
      ['DELETE', SESSIONS],
      ['PATCH', `${SESSIONS}/x`],
      ['GET', `${SESSIONS}/x/heartbeat`],
      ['POST', HEALTH],
      ['GET', '/health'],
      ['POST', '/health/live'],
    ])('%s %s is no route', async (method, path) => {
      const answer = await client.send(method, path);
      expect(answer).toMatchObject(error(404, 'NOT_FOUND'));
      expect(answer.text).toContain('not found');
    });

    it.each([
      ['DELETE', HEALTH],
      ['POST', `${HEALTH}/heartbeat`],
      ['POST', `${HEALTH}/renew`],
    ])('%s %s finds no session: health is the id of none', async (method, path) => {
      expect(await client.send(method, path)).toMatchObject(error(404, 'SESSION_NOT_FOUND'));
    });
  });

  describe('413', () => {
    it('accepts a body of 64 KiB and refuses one byte more', async () => {
      const fill = (bytes: number): string => `{"pad":"${'x'.repeat(bytes - 10)}"}`;
      expect(await client.post(SESSIONS, fill(65_536))).toMatchObject({ status: 400 });
      expect(await client.post(SESSIONS, fill(65_537))).toMatchObject(error(413, 'PAYLOAD_TOO_LARGE'));
      expect(await client.post(`${LOST}/renew`, fill(65_537))).toMatchObject(error(413, 'PAYLOAD_TOO_LARGE'));
      expect(await client.delete(LOST, { body: fill(65_537) })).toMatchObject(error(413, 'PAYLOAD_TOO_LARGE'));
    });

    it('counts the bytes of a body without a length', async () => {
      expect(await client.post(SESSIONS, 'x'.repeat(70_000), { chunked: true })).toMatchObject(
        error(413, 'PAYLOAD_TOO_LARGE'),
      );
    });
  });

  describe('415', () => {
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
      'application/json; charset=latin1',
      'nonsense',
      '',
    ];

    it.each(types)('"%s"', async (type) => {
      const call = { headers: { 'content-type': type } };
      expect(await client.post(SESSIONS, IDS, call)).toMatchObject(error(415, 'UNSUPPORTED_MEDIA_TYPE'));
      expect(await client.patch(`${LOST}/timeout`, {}, call)).toMatchObject(error(415, 'UNSUPPORTED_MEDIA_TYPE'));
      expect(await client.post(`${LOST}/renew`, 'x', call)).toMatchObject(error(415, 'UNSUPPORTED_MEDIA_TYPE'));
    });

    it('a compressed body', async () => {
      const headers = { 'content-encoding': 'gzip' };
      const answer = await client.post(SESSIONS, gzipSync(JSON.stringify(IDS)), { headers });
      expect(answer).toMatchObject(error(415, 'UNSUPPORTED_MEDIA_TYPE'));
    });

    it.each([
      'application/json; charset=UTF-8',
      'APPLICATION/JSON',
      'application/vnd.api+json',
      'application/json;charset="utf-8"',
    ])('takes %s', async (type) => {
      expect((await client.post(SESSIONS, IDS, { headers: { 'content-type': type } })).status).toBe(201);
    });

    it('needs no content type for a request without a body', async () => {
      const { sessionId } = await client.create();
      const call = { headers: { 'content-type': 'text/plain' } };
      expect((await client.post(`${SESSIONS}/${sessionId}/heartbeat`, undefined, call)).status).toBe(200);
      expect((await client.post(`${SESSIONS}/${sessionId}/renew`, '', call)).status).toBe(200);
    });
  });
});
