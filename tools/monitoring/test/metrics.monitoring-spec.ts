import { afterEach, describe, expect, it } from '@jest/globals';
import { ServerProcesses } from '../../../apps/api/test/server-processes.js';
import { promtool } from './promtool.js';
import { useSessions } from './traffic.js';

const processes = new ServerProcesses();
afterEach(() => processes.killAll());

describe('the metrics of the server', () => {
  it('pass promtool check metrics', async () => {
    const url = await processes.launch().url();
    await fetch(`${url}/metrics`);
    await useSessions(url);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('http_server_request_duration_bucket');
    expect(promtool(['check', 'metrics'], metrics)).toEqual({ code: 0, says: '' });
  });

  it('would not pass with a counter whose name has no _total', () => {
    const { code, says } = promtool(['check', 'metrics'], '# HELP a_b Bees.\n# TYPE a_b counter\na_b 1\n');
    expect([code, says]).toEqual([3, expect.stringContaining('_total')]);
  });
});
