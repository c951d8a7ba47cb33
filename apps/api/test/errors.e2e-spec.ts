import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { AGENT, HEALTH, SESSIONS, USER, type Answer, type Client } from './client.js';
import { error } from './error-answer.js';
import { ADAPTER_NAMES, Servers } from './server.js';

const IDS = { agentId: AGENT, userId: USER };
const LOST = `${SESSIONS}/AAAAAAAAAAAAAAAAAAAAAAAA`;

describe.each(ADAPTER_NAMES)('Errors over HTTP on %s', (adapter) => {
  const servers = new Servers(adapter);
  let client: Client;
  let port: number;

  beforeAll(async () => {
    ({ client, port } = await servers.start());
  });

  afterAll(() => servers.closeAll());

  const create = (timeoutConfig: object): Promise<Answer> => client.post(SESSIONS, { ...IDS, timeoutConfig });

  describe('400 for the fields of a new session', () => {
    it.each<[string, unknown, Record<string, string>]>([
      ['no body', undefined, { body: 'is missing' }],
      ['null', 'null', { body: 'is null' }],
      ['an array', [], { body: 'is an array' }],
      ['a number', '7', { body: 'is 7' }],
      ['a text', '"x"', { body: 'is the text "x"' }],
      ['an empty object', {}, { agentId: 'is missing', userId: 'is missing' }],
      ['ids that are no UUIDs', { agentId: 'x', userId: 7 }, { agentId: 'is the text "x"', userId: 'is 7' }],
      ['a UUID with a blank', { ...IDS, userId: `${USER} ` }, { userId: 'is a text of 37 characters' }],
      ['an unknown key', { ...IDS, role: 1 }, { role: 'is not known' }],
      ['__proto__', `{"agentId":"${AGENT}","userId":"${USER}","__proto__":{}}`, { ['__proto__']: 'is not known' }],
      ['a null for an optional field', { ...IDS, metadata: null }, { metadata: 'is null' }],
      ['metadata as an array', { ...IDS, metadata: [] }, { metadata: 'is an array' }],
      ['metadata as a text', { ...IDS, metadata: '{}' }, { metadata: 'is the text "{}"' }],
      ['too much metadata', { ...IDS, metadata: { a: 'é'.repeat(5117) } }, { metadata: 'takes 10242 bytes' }],
      [
        'metadata that is nested too deeply',
        `{"agentId":"${AGENT}","userId":"${USER}","metadata":{"a":${'['.repeat(5000)}${']'.repeat(5000)}}}`,
        { metadata: 'is nested too deeply' },
      ],
      [
        'everything wrong at once',
        { agentId: [], extra: 1, metadata: 1, timeoutConfig: { timeoutMinutes: '30', autoRenew: 1, x: 1 } },
        {
          agentId: 'is an array',
          userId: 'is missing',
          metadata: 'is 1',
          'timeoutConfig.timeoutMinutes': 'is the text "30"',
          'timeoutConfig.autoRenew': 'is 1',
          'timeoutConfig.x': 'is not known',
          extra: 'is not known',
        },
      ],
    ])('%s', async (_name, body, fields) => {
      expect(await client.post(SESSIONS, body)).toMatchObject(error(400, 'VALIDATION_ERROR', fields));
    });

    it('takes metadata of exactly 10,240 bytes', async () => {
      expect((await client.post(SESSIONS, { ...IDS, metadata: { a: 'é'.repeat(5116) } })).status).toBe(201);
    });
  });

  describe('400 for the timeouts of a new session', () => {
    it.each<[string, string]>([
      ['{"timeoutMinutes":4.999}', 'is 4.999, allowed is a number of minutes, 5 to 1440'],
      ['{"timeoutMinutes":1440.5}', 'is 1440.5'],
      ['{"timeoutMinutes":1e999}', 'is not a finite number'],
      ['{"timeoutMinutes":null}', 'is null'],
      ['{"timeoutMinutes":true}', 'is true'],
      ['{"maxDurationMinutes":0}', 'is 0, allowed is a number of minutes, above 0 to 2880'],
      ['{"maxDurationMinutes":0.000001}', 'is 0.000001'],
      ['{"maxDurationMinutes":2881}', 'is 2881'],
      ['{"warningThresholdMinutes":-1}', 'is -1, allowed is a number of minutes, 0 to 1440'],
      ['{"warningThresholdMinutes":"5"}', 'is the text "5"'],
      ['{"autoRenew":"true"}', 'is the text "true", allowed is true or false'],
      ['[]', 'is an array, allowed is a JSON object'],
      ['null', 'is null'],
    ])('%s', async (timeoutConfig, problem) => {
      const answer = await client.post(
        SESSIONS,
        `{"agentId":"${AGENT}","userId":"${USER}","timeoutConfig":${timeoutConfig}}`,
      );
      expect(answer).toMatchObject(error(400, 'VALIDATION_ERROR'));
      expect(answer.text).toContain(JSON.stringify(problem).slice(1, -1));
    });

    it('names both of two that contradict each other', async () => {
      expect(await create({ timeoutMinutes: 60, maxDurationMinutes: 59.5 })).toMatchObject(
        error(400, 'VALIDATION_ERROR', {
          'timeoutConfig.timeoutMinutes': 'is 60',
          'timeoutConfig.maxDurationMinutes': 'is 59.5',
        }),
      );
      expect((await create({ timeoutMinutes: 60, maxDurationMinutes: 60, warningThresholdMinutes: 60 })).status).toBe(
        201,
      );
    });

    it('names the default that an explicit one contradicts', async () => {
      const answer = await create({ warningThresholdMinutes: 31 });
      expect(answer.text).toContain('at most timeoutMinutes (30 minutes, the default)');
    });
  });

  describe('400 for the other requests', () => {
    it.each([
      ['?limit=0', { limit: 'is the text "0"' }],
      ['?limit=1001', { limit: 'is the text "1001"' }],
      ['?limit=', { limit: 'is empty' }],
      ['?limit=0x10', { limit: 'is the text "0x10"' }],
      ['?limit=1.5', { limit: 'is the text "1.5"' }],
      ['?limit=1&limit=2', { limit: 'is an array' }],
      ['?cursor=a&cursor=b', { cursor: 'is an array' }],
      ['?cursor=!', { cursor: 'is not known' }],
      ['?cursor=', { cursor: 'is not known' }],
      ['?userId=me', { userId: 'is the text "me"' }],
      ['?userid=me&__proto__=1', { userid: 'is not known', ['__proto__']: 'is not known' }],
    ])('GET %s', async (query, fields) => {
      expect(await client.get(SESSIONS + query)).toMatchObject(error(400, 'VALIDATION_ERROR', fields));
    });

    it('an empty PATCH, or one with a wrong field', async () => {
      const { sessionId } = await client.create();
      const timeout = `${SESSIONS}/${sessionId}/timeout`;
      expect(await client.patch(timeout, {})).toMatchObject(error(400, 'VALIDATION_ERROR', { body: 'is empty' }));
      expect(await client.patch(timeout)).toMatchObject(error(400, 'VALIDATION_ERROR', { body: 'is missing' }));
      expect(await client.patch(timeout, { timeoutMinutes: 1, timeoutConfig: {} })).toMatchObject(
        error(400, 'VALIDATION_ERROR', { timeoutMinutes: 'is 1', timeoutConfig: 'is not known' }),
      );
    });

    it.each([
      ['broken JSON', '{"agentId":', 'is broken JSON'],
      ['JSON with something behind it', '{}x', 'is broken JSON'],
      ['broken UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'is broken UTF-8'],
    ])('%s', async (_name, body, problem) => {
      expect(await client.post(SESSIONS, body)).toMatchObject(error(400, 'VALIDATION_ERROR', { body: problem }));
      expect(await client.post(`${LOST}/heartbeat`, body)).toMatchObject(
        error(400, 'VALIDATION_ERROR', { body: problem }),
      );
    });

    it.each(['%E0%A4%A', '%ED', '%'])('an address that is broken: %s', async (id) => {
      expect(await client.get(`${SESSIONS}/${id}`)).toMatchObject(error(400, 'VALIDATION_ERROR'));
    });
  });

  it('400 for what is no HTTP', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      const chunks: Buffer[] = [];
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('error', reject);
      socket.on('close', () => {
        resolve(Buffer.concat(chunks).toString());
      });
    });
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1.1 400 /);
    expect({ status: 400, body: JSON.parse(body) as unknown }).toMatchObject(error(400, 'VALIDATION_ERROR'));
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
      ['OPTIONS', SESSIONS],
    ])('%s %s is no route', async (method, path) => {
      expect(await client.send(method, path)).toMatchObject(error(404, 'NOT_FOUND'));
    });
  });

  describe('413', () => {
    it('takes a body of 64 KiB and refuses one byte more', async () => {
      const fill = (bytes: number): string => `{"pad":"${'x'.repeat(bytes - 10)}"}`;
      expect(await client.post(SESSIONS, fill(65_536))).toMatchObject({ status: 400 });
      expect(await client.post(SESSIONS, fill(65_537))).toMatchObject(error(413, 'PAYLOAD_TOO_LARGE'));
      expect(await client.post(`${LOST}/renew`, fill(65_537))).toMatchObject(error(413, 'PAYLOAD_TOO_LARGE'));
      expect(await client.delete(LOST, { body: fill(65_537) })).toMatchObject(error(413, 'PAYLOAD_TOO_LARGE'));
    });

    it('counts a body without a length', async () => {
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

    it('asks no type of a request without a body', async () => {
      const { sessionId } = await client.create();
      const call = { headers: { 'content-type': 'text/plain' } };
      expect((await client.post(`${SESSIONS}/${sessionId}/heartbeat`, undefined, call)).status).toBe(200);
      expect((await client.post(`${SESSIONS}/${sessionId}/renew`, '', call)).status).toBe(200);
    });
  });
});
