import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AGENT, SESSIONS, USER, type Answer, type Client } from './client.js';
import { error, type Fields } from './error-answer.js';
import { Servers } from './server.js';

const IDS = { agentId: AGENT, userId: USER };
const LOST = `${SESSIONS}/AAAAAAAAAAAAAAAAAAAAAAAA`;

describe('What is wrong with a request, over HTTP', () => {
  const servers = new Servers();
  let client: Client;

  beforeAll(async () => {
    ({ client } = await servers.start());
  });

  afterAll(() => servers.closeAll());

  const create = (timeoutConfig: object): Promise<Answer> => client.post(SESSIONS, { ...IDS, timeoutConfig });

  describe('400 for the fields of a new session', () => {
    it.each<[string, unknown, Fields]>([
      ['no body', undefined, { body: 'is missing' }],
      ['null', 'null', { body: 'is null' }],
      ['an array', [], { body: 'is an array' }],
      ['a number', '7', { body: 'is 7' }],
      ['a string', '"x"', { body: 'is the string "x"' }],
      ['an empty object', {}, { agentId: 'is missing', userId: 'is missing' }],
      ['ids that are no UUIDs', { agentId: 'x', userId: 7 }, { agentId: 'is the string "x"', userId: 'is 7' }],
      ['a UUID with a blank', { ...IDS, userId: `${USER} ` }, { userId: 'is a string of 37 characters' }],
      ['an unknown key', { ...IDS, role: 1 }, { role: 'is not known' }],
      ['__proto__', `{"agentId":"${AGENT}","userId":"${USER}","__proto__":{}}`, { ['__proto__']: 'is not known' }],
      ['a null for an optional field', { ...IDS, metadata: null }, { metadata: 'is null' }],
      ['metadata as an array', { ...IDS, metadata: [] }, { metadata: 'is an array' }],
      ['metadata as a string', { ...IDS, metadata: '{}' }, { metadata: 'is the string "{}"' }],
      ['too much metadata', { ...IDS, metadata: { a: 'é'.repeat(5117) } }, { metadata: 'takes 10242 bytes' }],
      [
        'metadata that is nested too deeply',
        `{"agentId":"${AGENT}","userId":"${USER}","metadata":{"a":${'['.repeat(5000)}${']'.repeat(5000)}}}`,
        { metadata: 'is nested too deeply' },
      ],
      [
        'metadata with a number that JSON would write as null',
        `{"agentId":"${AGENT}","userId":"${USER}","metadata":{"a":[{"deep":-1e400}],"right":1e300}}`,
        { metadata: 'has a number that is too large' },
      ],
      [
        'two unknown keys with the same beginning',
        { ...IDS, unknownKeyNumberOne: 1, unknownKeyNumberTwo: 2 },
        [
          ['unknownKeyNumber…', 'is not known'],
          ['unknownKeyNumber…', 'is not known'],
        ],
      ],
      [
        'many fields that are wrong',
        { agentId: [], extra: 1, metadata: 1, timeoutConfig: { timeoutMinutes: '30', autoRenew: 1, x: 1 } },
        {
          agentId: 'is an array',
          userId: 'is missing',
          metadata: 'is 1',
          'timeoutConfig.timeoutMinutes': 'is the string "30"',
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
      ['{"warningThresholdMinutes":"5"}', 'is the string "5"'],
      ['{"autoRenew":"true"}', 'is the string "true", allowed is true or false'],
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

    it('never exceeds the default max duration: a timeout above it needs one of its own', async () => {
      const refused = await create({ timeoutMinutes: 721 });
      expect(refused).toMatchObject(error(400, 'VALIDATION_ERROR', { 'timeoutConfig.timeoutMinutes': 'is 721' }));
      expect(refused.text).toContain('at most maxDurationMinutes (720 minutes, the default)');
      expect((await create({ timeoutMinutes: 720 })).status).toBe(201);
      expect((await create({ timeoutMinutes: 721, maxDurationMinutes: 721 })).status).toBe(201);
    });

    it('names the default that an explicit one contradicts', async () => {
      const answer = await create({ warningThresholdMinutes: 31 });
      expect(answer.text).toContain('at most timeoutMinutes (30 minutes, the default)');
    });
  });

  describe('400 for the other requests', () => {
    it.each([
      ['?limit=0', { limit: 'is the string "0"' }],
      ['?limit=1001', { limit: 'is the string "1001"' }],
      ['?limit=', { limit: 'is empty' }],
      ['?limit=0x10', { limit: 'is the string "0x10"' }],
      ['?limit=1.5', { limit: 'is the string "1.5"' }],
      ['?limit=1&limit=2', { limit: 'is an array' }],
      ['?cursor=a&cursor=b', { cursor: 'is an array' }],
      ['?cursor=!', { cursor: 'is not known' }],
      ['?cursor=', { cursor: 'is not known' }],
      ['?limit=0&cursor=zzz', { limit: 'is the string "0"' }],
      ['?limit=01&userId=me&x=1', { limit: 'is the string "01"', userId: 'is the string "me"', x: 'is not known' }],
      ['?userId=me', { userId: 'is the string "me"' }],
      ['?userid=me&__proto__=1', { userid: 'is not known', ['__proto__']: 'is not known' }],
    ])('GET %s', async (query, fields) => {
      expect(await client.get(SESSIONS + query)).toMatchObject(error(400, 'VALIDATION_ERROR', fields));
    });

    it('an empty PATCH, or one with a wrong field', async () => {
      const { sessionId } = await client.create();
      const timeout = `${SESSIONS}/${sessionId}/timeout`;
      expect(await client.patch(timeout, {})).toMatchObject(error(400, 'VALIDATION_ERROR', { body: 'is empty' }));
      expect(await client.patch(timeout)).toMatchObject(error(400, 'VALIDATION_ERROR', { body: 'is missing' }));
      expect(await client.patch(timeout, { bogus: 1 })).toMatchObject(
        error(400, 'VALIDATION_ERROR', { bogus: 'is not known' }),
      );
      expect(await client.patch(timeout, { timeoutMinutes: 60, maxDurationMinutes: 50 })).toMatchObject(
        error(400, 'VALIDATION_ERROR', { timeoutMinutes: 'is 60', maxDurationMinutes: 'is 50' }),
      );
      expect(await client.patch(timeout, { timeoutMinutes: 1, timeoutConfig: {} })).toMatchObject(
        error(400, 'VALIDATION_ERROR', { timeoutMinutes: 'is 1', timeoutConfig: 'is not known' }),
      );
    });

    it.each([
      ['broken JSON', '{"agentId":', 'is broken JSON'],
      ['JSON with something behind it', '{}x', 'is broken JSON'],
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

  it.each(['Vq3T0mJ6yCkR1wZp8sXbN4aE', 'Vq3T0mJ6yCkR1wZp8sXbN4aEVq3T0mJ6yCkR1wZp'])(
    'quotes no session id that strayed into a key: %s',
    async (id) => {
      const timeoutConfig = { [id]: 1 };
      for (const answer of [
        await client.get(`${SESSIONS}?${id}=1`),
        await client.post(SESSIONS, { ...IDS, [id]: 1, timeoutConfig }),
        await client.patch(`${LOST}/timeout`, { [id]: 1 }),
      ]) {
        expect(answer).toMatchObject(error(400, 'VALIDATION_ERROR'));
        expect(answer.text).toContain(`${id.slice(0, 16)}…`);
        expect(answer.text).not.toContain(id.slice(0, 17));
      }
    },
  );
});
