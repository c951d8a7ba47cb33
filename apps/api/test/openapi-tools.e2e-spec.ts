import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectralCore, { type RulesetDefinition } from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import openapiTS, { astToString } from 'openapi-typescript';
import { operationsOf } from './document-parts.js';
import { ServerProcesses } from './server-processes.js';

// The compiler takes seconds on a busy machine.
jest.setTimeout(60_000);

const KEY = 'correct-horse-battery-staple';
const FOLDER = join(import.meta.dirname, '..', 'tmp', 'client');
const run = promisify(execFile);

/** Rules that report something, and why that is right. */
const KNOWN = [
  // A probe needs no key, has no rate limit and takes no parameter: no request to it can be wrong.
  'operation-4xx-response /api/messaging/sessions/health',
  'operation-4xx-response /health/live',
  'operation-4xx-response /health/ready',
];

describe('The OpenAPI document of the built server', () => {
  const servers = new ServerProcesses();
  const texts: string[] = [];
  let url: string;

  beforeAll(async () => {
    const open = await servers.launch().url();
    url = await servers.launch({ SESSIONS_API_KEY: KEY }).url();
    for (const origin of [open, url]) texts.push(await (await fetch(`${origin}/docs-json`)).text());
  });

  afterAll(() => servers.killAll());

  it.each([0, 1])("passes Redocly's recommended rules (%#)", async (at) => {
    const config = await createConfig({ extends: ['recommended'] });
    const found = await lintFromString({ source: texts[at] ?? '', absoluteRef: '/openapi.json', config });
    const shown = found.map(({ ruleId, location, message }) => {
      const [, path = ''] = /^#\/paths\/([^/]*)/.exec(location[0]?.pointer ?? '') ?? [];
      return KNOWN.find((known) => known === `${ruleId} ${path.replaceAll('~1', '/')}`) ?? `${ruleId}: ${message}`;
    });
    expect(shown).toEqual(KNOWN);
  });

  it.each([0, 1])("passes Spectral's default rules (%#)", async (at) => {
    const spectral = new spectralCore.Spectral();
    spectral.setRuleset(spectralRulesets.oas as RulesetDefinition);
    const found = await spectral.run(texts[at] ?? '');
    expect(found.map(({ code, message, path }) => `${String(code)}: ${message} at ${path.join('/')}`)).toEqual([]);
  });

  it('generates a client that compiles with strict options and makes every call', async () => {
    await rm(FOLDER, { recursive: true, force: true });
    await mkdir(FOLDER, { recursive: true });
    await writeFile(join(FOLDER, 'package.json'), '{ "type": "module" }');
    await writeFile(join(FOLDER, 'api.d.ts'), astToString(await openapiTS(texts[1] ?? '')));
    await copyFile(join(import.meta.dirname, 'fixtures', 'client', 'calls.ts'), join(FOLDER, 'calls.ts'));
    const tsc = join(import.meta.dirname, '..', '..', '..', 'node_modules', 'typescript', 'bin', 'tsc');
    const options =
      '--ignoreConfig --strict --noUncheckedIndexedAccess --exactOptionalPropertyTypes --target es2022 --module nodenext --types node';
    await run(process.execPath, [tsc, ...options.split(' '), 'calls.ts'], { cwd: FOLDER }).catch(failedWith);
    const { stdout } = await run(process.execPath, ['calls.js', url, KEY], { cwd: FOLDER });
    const operations = operationsOf(JSON.parse(texts[1] ?? '') as OpenAPIObject).map(({ operation }) =>
      String(operation.operationId),
    );
    expect(JSON.parse(stdout)).toEqual({
      statuses: Object.fromEntries(operations.map((id) => [id, id === 'createSession' ? 201 : 200])),
      total: 1,
      status: 'healthy',
      message: 'Session deleted successfully',
      code: 'SESSION_NOT_FOUND',
    });
  });
});

/** The compiler writes what it found to stdout. */
function failedWith(error: unknown): never {
  throw new Error(
    typeof error === 'object' && error !== null && 'stdout' in error ? String(error.stdout) : String(error),
  );
}
