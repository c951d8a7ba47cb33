import { afterEach, describe, expect, it } from '@jest/globals';
import { ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Service } from 'kubernetes-models/v1/Service';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { freePort } from '../../../libs/sessions-redis/test/redis-server.js';
import { CUT_AFTER_MS } from '../src/http/graceful-shutdown.js';
import { readSettings } from '../src/settings/read-settings.js';
import { VARIABLE_NAMES, type Settings } from '../src/settings/settings.js';
import { imageEnvironment } from './dockerfile.js';
import { FOLDER, readManifest } from './kubernetes/manifest.js';
import { ServerProcesses } from './server-processes.js';

const RECIPE = new URL('../../../docs/recipes/kubernetes-probes.md', import.meta.url);
const SECRETS: Readonly<Record<string, string>> = {
  REDIS_URL: 'redis://127.0.0.1:6379',
  SESSIONS_API_KEY: 'a-key-of-the-test',
};

const deployment = readManifest('deployment.yaml', Deployment);
const service = readManifest('service.yaml', Service);
const budget = readManifest('pod-disruption-budget.yaml', PodDisruptionBudget);
const autoscaler = readManifest('horizontal-pod-autoscaler.yaml', HorizontalPodAutoscaler);
const policy = readManifest('network-policy.yaml', NetworkPolicy);
const monitor = readManifest('service-monitor.yaml', ServiceMonitor);

const pod = deployment.spec?.template;
const container = pod?.spec?.containers[0];
const labels = pod?.metadata?.labels;
const ports = new Map(container?.ports?.map(({ name, containerPort }) => [name, containerPort]));

/** What the variables of the container and of its image give the server. */
function settings(): Settings {
  const env = imageEnvironment();
  for (const { name, value } of container?.env ?? []) env[name] = value ?? SECRETS[name] ?? '';
  return readSettings(env);
}

describe('The manifests for Kubernetes', () => {
  const servers = new ServerProcesses();
  afterEach(() => servers.killAll());

  it('are applied together', () => {
    const kustomization: unknown = parse(readFileSync(join(FOLDER, 'kustomization.yaml'), 'utf8'));
    const manifests = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
    expect(kustomization).toMatchObject({
      resources: manifests.sort(),
      images: [{ name: container?.image }],
    });
  });

  it('select the pods of the deployment', () => {
    expect(labels).toEqual({ 'app.kubernetes.io/name': 'sessions' });
    expect(deployment.spec?.selector.matchLabels).toEqual(labels);
    expect(service.spec?.selector).toEqual(labels);
    expect(budget.spec?.selector?.matchLabels).toEqual(labels);
    expect(policy.spec?.podSelector.matchLabels).toEqual(labels);
    expect(pod?.spec?.topologySpreadConstraints?.[0]?.labelSelector?.matchLabels).toEqual(labels);
    expect(monitor.spec.selector.matchLabels).toEqual(service.metadata?.labels);
    const { apiVersion, kind, metadata } = deployment;
    expect(autoscaler.spec?.scaleTargetRef).toEqual({ apiVersion, kind, name: metadata?.name });
  });

  it('have ports that the server listens on', () => {
    const { PORT, METRICS_PORT } = settings();
    expect(ports).toEqual(new Map([['http', PORT], ['metrics', METRICS_PORT]])); // prettier-ignore
    expect(service.spec?.ports?.map(({ name, targetPort }) => [name, targetPort])).toEqual([
      ['http', 'http'],
      ['metrics', 'metrics'],
    ]);
    const open = policy.spec?.ingress?.flatMap((rule) => rule.ports?.map(({ port }) => port));
    expect(open).toEqual(['http', 'metrics']);
    expect(monitor.spec.endpoints.map(({ port }) => port)).toEqual(['metrics']);
  });

  it('set variables that the server reads', () => {
    const known: readonly string[] = VARIABLE_NAMES;
    expect(container?.env?.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
    expect(settings()).toMatchObject({ SESSIONS_STORE: 'redis', HOST: '0.0.0.0' });
  });

  it('name the secrets only by reference', () => {
    const secret = container?.env?.filter(({ name }) => name in SECRETS);
    expect(secret?.map(({ value, valueFrom }) => [value, valueFrom?.secretKeyRef?.name])).toEqual([
      [undefined, 'sessions'],
      [undefined, 'sessions'],
    ]);
  });

  it('ask paths that the server answers without a key', async () => {
    const port = String(await freePort());
    const url = await servers.launch({ SESSIONS_API_KEY: 'secret', METRICS_PORT: port }).url();
    const { startupProbe, livenessProbe, readinessProbe } = container ?? {};
    for (const probe of [startupProbe, livenessProbe, readinessProbe]) {
      expect(probe?.httpGet?.port).toBe('http');
      const answer = await fetch(url + String(probe?.httpGet?.path));
      expect([answer.status, await answer.json()]).toMatchObject([200, { status: 'ok' }]);
    }
    const metrics = await fetch(`http://127.0.0.1:${port}${String(monitor.spec.endpoints[0]?.path)}`);
    expect([metrics.status, await metrics.text()]).toEqual([200, expect.stringContaining('nest_sessions_active')]);
  });

  it('wait longer for the readiness than the check of the store may take, which is 800 ms', () => {
    const { timeoutSeconds, periodSeconds } = container?.readinessProbe ?? {};
    expect(timeoutSeconds).toBeGreaterThan(0.8);
    expect(periodSeconds).toBeGreaterThan(Number(timeoutSeconds));
  });

  it('give a pod the time that the server needs to end', () => {
    const preStop = Number(container?.lifecycle?.preStop?.sleep?.seconds);
    const longest = preStop + settings().DRAIN_SECONDS + CUT_AFTER_MS / 1000;
    expect(pod?.spec?.terminationGracePeriodSeconds).toBeGreaterThan(longest);
    // A probe that fails once takes the pod out, within the drain.
    const { periodSeconds, failureThreshold } = container?.readinessProbe ?? {};
    expect(Number(periodSeconds) * Number(failureThreshold)).toBeLessThan(settings().DRAIN_SECONDS);
  });

  it('run the image as its tests do: read-only, as user 1000 without rights, in 256 MiB', () => {
    expect(pod?.spec?.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container?.resources?.limits).toEqual({ memory: '256Mi' });
  });

  it('are the ones that the recipe shows a part of', () => {
    const [, yaml = ''] = /^```yaml\n([^]*?)^```$/m.exec(readFileSync(RECIPE, 'utf8')) ?? [];
    const shown: unknown = parse(yaml);
    if (typeof shown !== 'object' || shown === null) throw new Error('The recipe shows no manifest.');
    expect(shown).toHaveProperty('spec.template.spec.containers');
    expect(deployment).toMatchObject(shown);
  });
});
