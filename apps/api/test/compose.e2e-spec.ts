import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { readSettings } from '../src/settings/read-settings.js';
import { VARIABLE_NAMES } from '../src/settings/settings.js';
import { imageEnvironment, WORKSPACE } from './dockerfile.js';

const COMPOSE = z.object({
  services: z.object({ api: z.object({ environment: z.record(z.string(), z.string()) }), redis: z.object({}) }),
});
const { services } = COMPOSE.parse(parse(readFileSync(join(WORKSPACE, 'compose.yaml'), 'utf8')));
const { environment } = services.api;
/** `NODE_ENV` is for Express. */
const known: ReadonlySet<string> = new Set([...VARIABLE_NAMES, 'NODE_ENV']);

describe.each([
  ['The image', imageEnvironment()],
  ['compose.yaml', environment],
])('%s', (_name, variables) => {
  it('sets only variables that the server reads', () => {
    expect(Object.keys(variables).length).toBeGreaterThan(2);
    expect(Object.keys(variables).filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('The server of compose.yaml', () => {
  const fromOutside = /^\$\{(\w+):\?.+\}$/;

  it('keeps its sessions in the Redis of the same file', () => {
    const settings = readSettings({ ...imageEnvironment(), ...environment, SESSIONS_API_KEY: 'a-key-of-the-test' });
    expect(settings).toMatchObject({ SESSIONS_STORE: 'redis', REDIS_URL: 'redis://redis:6379', LOG_FORMAT: 'json' });
  });

  it('does not start without a key, which the file does not hold', () => {
    expect(fromOutside.exec(environment.SESSIONS_API_KEY ?? '')?.[1]).toBe('SESSIONS_API_KEY');
    const { SESSIONS_API_KEY: _, ...keyless } = environment;
    expect(() => readSettings({ ...imageEnvironment(), ...keyless })).toThrow('HOST');
  });
});
