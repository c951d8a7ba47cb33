import { afterEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { readSettings } from '../src/settings/read-settings.js';
import { Servers } from './server.js';

const RECIPE = new URL('../../../docs/recipes/kubernetes-probes.md', import.meta.url);

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

interface Container {
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
}

interface Deployment {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly [Container] } } };
}

async function container(): Promise<Container> {
  const [, yaml = ''] = /^```yaml\n([^]*?)^```$/m.exec(await readFile(RECIPE, 'utf8')) ?? [];
  const { spec } = parse(yaml) as Deployment;
  return spec.template.spec.containers[0];
}

describe('The manifest of the Kubernetes recipe', () => {
  const servers = new Servers();
  afterEach(() => servers.closeAll());

  it('asks paths that the server answers, without a key', async () => {
    const { startupProbe, livenessProbe, readinessProbe } = await container();
    const { client } = await servers.start({ env: { SESSIONS_API_KEY: 'secret' } });
    for (const { httpGet } of [startupProbe, livenessProbe, readinessProbe]) {
      expect(httpGet.port).toBe('http');
      expect(await client.get(httpGet.path)).toMatchObject({ status: 200, body: { status: 'ok' } });
    }
  });

  it('sets the server as its variables want it', async () => {
    const { env, ports } = await container();
    const secrets: Record<string, string> = { REDIS_URL: 'redis://127.0.0.1:6379', SESSIONS_API_KEY: 'secret' };
    const given = Object.fromEntries(env.map(({ name, value }) => [name, value ?? secrets[name] ?? '']));
    expect(readSettings(given)).toMatchObject({ HOST: '0.0.0.0', PORT: ports[0]?.containerPort });
  });
});
