import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { Proxy } from '../proxy.js';
import { Servers } from '../server.js';

const SHOTS = join(import.meta.dirname, '..', '..', 'tmp');
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGS });
});

afterAll(() => browser.close());

describe('Swagger UI', () => {
  const servers = new Servers();
  let page: Page;
  let origin: string;
  let complaints: string[];

  beforeEach(async () => {
    const { port } = await servers.start();
    origin = `http://127.0.0.1:${String(port)}`;
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    complaints = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:')) complaints.push(request.url());
    });
    page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
    await page.goto(`${origin}/docs`);
    await page.locator('.opblock').first().waitFor();
  });

  afterEach(async () => {
    await page.close();
    await servers.closeAll();
  });

  const operation = (id: string): Locator => page.locator(`[id$="-${id}"]`);
  const shoot = (name: string): Promise<unknown> =>
    page.screenshot({ path: join(SHOTS, `docs-${name}.png`), fullPage: true });

  it('shows every operation', async () => {
    expect(await page.locator('.opblock').count()).toBe(16);
    expect(await page.locator('.info .title').innerText()).toContain('Nest Sessions API');
    await shoot('all');
    expect(complaints).toEqual([]);
  });

  it('tries out the health operation', async () => {
    const health = operation('getSessionsHealth');
    await execute(health);
    expect(await health.locator('.live-responses-table tbody .response-col_status').first().innerText()).toContain(
      '200',
    );
    const body: unknown = JSON.parse(
      await health.locator('.live-responses-table .highlight-code code').first().innerText(),
    );
    expect(body).toEqual({
      status: 'healthy',
      activeSessions: 0,
      timestamp: '2026-01-01T00:00:00.000Z',
      expiringSoon: 0,
      uptime: expect.any(Number),
    });
    await shoot('health');
    expect(complaints).toEqual([]);
  });

  it('creates a session with the example that it offers', async () => {
    const create = operation('createSession');
    await execute(create);
    expect(await create.locator('.live-responses-table tbody .response-col_status').first().innerText()).toContain(
      '201',
    );
    await shoot('create');
    expect(complaints).toEqual([]);
  });

  it.each(['/docs', '/docs/'])('tries out operations at /svc%s, where a proxy mounts the server', async (path) => {
    const proxy = await Proxy.start(origin, '/svc');
    try {
      await page.goto(proxy.url + path);
      await page.locator('.opblock').first().waitFor();
      const create = operation('createSession');
      await execute(create);
      expect(await create.locator('.request-url').innerText()).toContain(`${proxy.url}/api/messaging/sessions`);
      expect(await create.locator('.live-responses-table tbody .response-col_status').first().innerText()).toContain(
        '201',
      );
    } finally {
      await proxy.stop();
    }
  });

  it('lists sessions with the examples that it offers, and fits a narrow screen', async () => {
    await page.setViewportSize({ width: 400, height: 900 });
    const list = operation('listSessions');
    await execute(list);
    expect(await list.locator('.live-responses-table tbody .response-col_status').first().innerText()).toContain('200');
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width).toBe(400);
    await shoot('narrow');
    expect(complaints).toEqual([]);
  });

  it('remembers the key that was entered, and asks for none where the server has none', async () => {
    expect(await page.locator('.auth-wrapper').count()).toBe(0);
    const locked = await servers.start({ env: { SESSIONS_API_KEY: 'key' } });
    await page.goto(`http://127.0.0.1:${String(locked.port)}/docs`);
    await page.getByRole('button', { name: 'Authorize' }).click();
    await page.locator('.auth-container input').fill('key');
    await page.locator('.auth-container').getByRole('button', { name: 'Apply credentials' }).click();
    await page.reload();
    const list = operation('listSessions');
    await execute(list);
    expect(await list.locator('.live-responses-table tbody .response-col_status').first().innerText()).toContain('200');
  });
});

async function execute(operation: Locator): Promise<void> {
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.getByRole('button', { name: 'Execute' }).click();
  await operation.locator('.live-responses-table').waitFor();
}
