import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../../libs/sessions-file/test/until.js';
import { prometheusProgram } from './promtool.js';

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  /** Unix time in seconds, and the value. */
  readonly values: readonly (readonly [at: number, value: number])[];
}

const RULES = join(import.meta.dirname, '../../../deploy/prometheus/nest-sessions.rules.yml');

/** A Prometheus that scrapes a server each second, and has the alert rules. */
export class PrometheusServer {
  private constructor(
    private readonly url: string,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  /** `instance` is the name of the server in its metrics. */
  static async start(target: string, instance = 'server'): Promise<PrometheusServer> {
    const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
    const config = join(folder, 'prometheus.yml');
    const job = {
      job_name: 'nest-sessions',
      static_configs: [{ targets: [new URL(target).host], labels: { instance } }],
    };
    // JSON is YAML.
    const settings = {
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [RULES],
      scrape_configs: [job],
    };
    writeFileSync(config, JSON.stringify(settings));
    const address = `127.0.0.1:${String(await freePort())}`;
    const options = { 'config.file': config, 'storage.tsdb.path': join(folder, 'data'), 'web.listen-address': address };
    const child = spawn(
      prometheusProgram('prometheus'),
      Object.entries(options).map(([name, value]) => `--${name}=${value}`),
      { stdio: 'ignore' },
    );
    const server = new PrometheusServer(`http://${address}`, folder, child);
    await until('Prometheus is ready', async () => {
      if (child.exitCode !== null) throw new Error(`Prometheus ended with code ${String(child.exitCode)}.`);
      const answer = await fetch(`${server.url}/-/ready`).catch(() => undefined);
      return answer?.ok === true;
    });
    return server;
  }

  /** The lines of an expression now. Throws what Prometheus says if it does not parse. */
  async query(query: string): Promise<readonly Sample[]> {
    const { result } = await this.#ask<{ result: { metric: Record<string, string>; value: [number, string] }[] }>(
      'query',
      {
        query,
      },
    );
    return result.map(({ metric, value: [at, value] }) => ({ labels: metric, values: [[at, Number(value)]] }));
  }

  /** The lines of an expression from one Unix time to another, in seconds, one value for each second. */
  async queryRange(query: string, start: number, end: number): Promise<readonly Sample[]> {
    const { result } = await this.#ask<{ result: { metric: Record<string, string>; values: [number, string][] }[] }>(
      'query_range',
      { query, start: String(start), end: String(end), step: '1' },
    );
    return result.map(({ metric, values }) => ({
      labels: metric,
      values: values.map(([at, value]) => [at, Number(value)] as const),
    }));
  }

  async metricNames(): Promise<ReadonlySet<string>> {
    return new Set(await this.#ask<string[]>('label/__name__/values'));
  }

  /** The rules by name, with their health. */
  async rules(): Promise<ReadonlyMap<string, { readonly query: string; readonly health: string }>> {
    const { groups } = await this.#ask<{ groups: { rules: { name: string; query: string; health: string }[] }[] }>(
      'rules',
    );
    return new Map(groups.flatMap(({ rules }) => rules.map((rule) => [rule.name, rule])));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      this.child.kill();
      await once(this.child, 'exit');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #ask<Data>(path: string, parameters: Readonly<Record<string, string>> = {}): Promise<Data> {
    const response = await fetch(`${this.url}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`);
    const { data, error } = (await response.json()) as { data: Data; error?: string };
    if (error !== undefined) throw new Error(`${parameters.query ?? path}: ${error}`);
    return data;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('This machine has no free port.');
  return address.port;
}
