import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createDocument } from '../src/openapi/document.js';
import { HEALTH, SESSIONS, type Client } from './client.js';
import { Contract } from './contract.js';
import { examplesIn, operationsOf } from './document-parts.js';
import { Servers } from './server.js';

const PROBES = ['getSessionsHealth', 'getLiveness', 'getReadiness'];

describe('The OpenAPI document', () => {
  const servers = new Servers();
  let client: Client;
  let document: OpenAPIObject;

  beforeAll(async () => {
    const server = await servers.start({
      env: { SESSION_MIN_TIMEOUT_MINUTES: '0.5', SESSION_MAX_TIMEOUT_MINUTES: '99' },
    });
    client = server.client;
    document = createDocument(server.app, server.settings);
  });

  afterAll(() => servers.closeAll());

  it('is the same at /docs-json and /docs-yaml', async () => {
    expect((await client.get('/docs-json')).body).toEqual(JSON.parse(JSON.stringify(document)));
    expect(parse((await client.get('/docs-yaml')).text)).toEqual(JSON.parse(JSON.stringify(document)));
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Nest Sessions API' }, servers: [{ url: '.' }] });
  });

  it('has every key and value of the published reference of the health endpoint', () => {
    const path = join(import.meta.dirname, 'fixtures', 'sessions-health.openapi.yaml');
    const published: unknown = parse(readFileSync(path, 'utf8'));
    expect(missing(published, JSON.parse(JSON.stringify(document)))).toEqual([]);
  });

  it('shows the bounds that the server checks', () => {
    expect(document.components?.schemas).toMatchObject({
      CreateSessionRequest: {
        required: ['agentId', 'userId'],
        additionalProperties: false,
        properties: {
          agentId: { type: 'string', format: 'uuid', description: expect.stringContaining('lower case') },
          timeoutConfig: {
            additionalProperties: false,
            properties: { timeoutMinutes: { type: 'number', minimum: 0.5, maximum: 99 } },
          },
        },
      },
      UpdateTimeoutsRequest: {
        minProperties: 1,
        additionalProperties: false,
        properties: { maxDurationMinutes: { exclusiveMinimum: 0, maximum: 2880 } },
      },
    });
  });

  it('describes every operation, with an id of its own', () => {
    const operations = operationsOf(document);
    expect(operations).toHaveLength(16);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(16);
    for (const { operation, route } of operations) {
      expect(operation).toMatchObject({ summary: expect.any(String), description: expect.any(String) });
      expect([...(operation.tags ?? []), route]).toHaveLength(2);
      expect(operation.security).toEqual(PROBES.includes(String(operation.operationId)) ? [] : undefined);
    }
    expect(document.tags?.map(({ name }) => name).sort()).toEqual(['admin', 'messaging', 'probes']);
  });

  it('has an example for every parameter, and links from a new session to its operations', () => {
    const parameters = operationsOf(document).flatMap(({ operation }) => operation.parameters ?? []);
    expect(parameters).toHaveLength(12);
    for (const parameter of parameters) expect(JSON.stringify(parameter)).toMatch(/"examples?":/);
    const created = document.paths[SESSIONS]?.post?.responses['201'];
    const links = created && 'links' in created ? created.links : undefined;
    expect(Object.keys(links ?? {}).sort()).toEqual(
      operationsOf(document)
        .filter(({ route }) => route.includes('{sessionId}'))
        .map(({ operation }) => operation.operationId)
        .sort(),
    );
  });

  it('explains each status of the health report, with correct examples', () => {
    const report = JSON.stringify(document.paths[HEALTH]?.get?.responses['200']);
    for (const status of ['healthy', 'degraded', 'unhealthy']) expect(report).toContain(`\`${status}\``);
    expect(report).toContain('"status":"degraded","activeSessions":42');
    expect(document.components?.schemas?.UnhealthyReport).toMatchObject({
      properties: { status: { enum: ['unhealthy'], example: 'unhealthy' } },
    });
  });

  it('requires a key only if the server has one', async () => {
    expect(document).toMatchObject({ security: [] });
    expect(document.components).not.toHaveProperty('securitySchemes');
    const locked = await servers.start({ env: { SESSIONS_API_KEY: 'key' } });
    const answer = await locked.client.get('/docs-json');
    expect(answer.body).toMatchObject({
      security: [{ apiKey: [] }],
      components: { securitySchemes: { apiKey: { name: 'X-API-KEY' } } },
    });
  });

  it('names its contact, licence and version', () => {
    expect(document).toMatchObject({
      info: {
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        contact: { name: 'nest-sessions' },
        license: { name: 'MIT' },
      },
      externalDocs: { url: expect.stringContaining('https://') },
    });
  });

  it('has examples that match their schemas', () => {
    const contract = new Contract(document);
    const examples = examplesIn(JSON.parse(JSON.stringify(document)));
    expect(examples.length).toBeGreaterThan(80);
    for (const { schema, value } of examples) contract.validate(schema, value);
  });

  it('has no broken reference and no unused schema', () => {
    const text = JSON.stringify(document);
    const referred = new Set([...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name));
    expect([...referred].sort()).toEqual(Object.keys(document.components?.schemas ?? {}).sort());
  });

  it('loads Swagger UI from this server only', async () => {
    const html = (await client.get('/docs')).text;
    expect(html).toContain('<title>Nest Sessions API</title>');
    const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => String(url));
    expect(loaded.length).toBeGreaterThan(3);
    for (const url of loaded) {
      expect(url).toMatch(/^\.\/docs\//);
      expect((await client.get(url.slice(1))).status).toBe(200);
    }
  });

  it('is used to check answers: a wrong answer is found', () => {
    const contract = new Contract(document);
    const healthy = {
      status: 'healthy',
      activeSessions: 1,
      timestamp: '2026-01-01T00:00:00.000Z',
      expiringSoon: 0,
      uptime: 1,
    };
    const check = (method: string, path: string, status: number, body: unknown): (() => void) => {
      return () => {
        contract.check(method, path, { status, contentType: 'application/json', body });
      };
    };
    const error = (code: string): object => ({ error: { code, message: 'm', timestamp: '2026-01-01T00:00:00.000Z' } });
    expect(check('GET', HEALTH, 200, healthy)).not.toThrow();
    expect(check('GET', HEALTH, 200, { ...healthy, more: 1 })).toThrow('additional');
    expect(check('GET', HEALTH, 200, { ...healthy, status: 'fine' })).toThrow('allowed values');
    expect(check('GET', HEALTH, 200, { ...healthy, timestamp: 'now' })).toThrow('format');
    expect(check('GET', HEALTH, 200, { ...healthy, activeSessions: undefined })).toThrow('required');
    expect(check('GET', HEALTH, 500, error('INTERNAL_ERROR'))).toThrow('not documented');
    expect(check('POST', SESSIONS, 409, error('SESSION_EXPIRED'))).toThrow('not documented');
    expect(check('GET', `${SESSIONS}/x`, 404, error('NOT_FOUND'))).toThrow('not documented');
    expect(check('GET', `${SESSIONS}/x`, 404, error('SESSION_NOT_FOUND'))).not.toThrow();
    expect(check('GET', '/nope', 404, error('NOT_FOUND'))).not.toThrow();
    expect(check('GET', '/nope', 200, {})).toThrow('404');
  });
});

/** Where the second lacks something that the first has, or has another value there. */
function missing(wanted: unknown, found: unknown, path = ''): string[] {
  if (typeof wanted !== 'object' || wanted === null) return Object.is(wanted, found) ? [] : [path];
  if (typeof found !== 'object' || found === null) return [path];
  if (Array.isArray(wanted) && Array.isArray(found)) {
    const among: readonly unknown[] = found;
    return wanted.flatMap((item: unknown, at) =>
      among.some((other) => missing(item, other).length === 0) ? [] : [`${path}/${String(at)}`],
    );
  }
  return Object.entries(wanted).flatMap(([key, value]) => missing(value, Reflect.get(found, key), `${path}/${key}`));
}
