import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createClient } from 'redis';
import type { NewSession } from 'nest-sessions/store';
import { freePort, RedisServer } from '../../test/redis-server.js';
import { RedisSessionStore } from '../redis-session.store.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

const session: NewSession = {
  userId: 'ada',
  attributes: {},
  metadata: {},
  timeouts: { idleTimeoutMs: 60_000, absoluteTimeoutMs: 60_000, warningThresholdMs: 0, autoRenew: true },
};

let server: RedisServer | undefined;
let stores: RedisSessionStore[];
beforeEach(() => {
  stores = [];
});
afterEach(async () => {
  for (const store of stores) await store.close();
  await server?.stop();
  server = undefined;
});

async function start(...args: readonly string[]): Promise<RedisServer> {
  server = await RedisServer.start(...args);
  return server;
}

function open(...[options]: ConstructorParameters<typeof RedisSessionStore>): RedisSessionStore {
  const store = new RedisSessionStore(options);
  stores.push(store);
  return store;
}

describe('the error of a store', () => {
  it('says that Redis does not accept the password', async () => {
    const { port } = await start('--requirepass', 'right');
    const store = open({ url: `redis://:wrong@127.0.0.1:${String(port)}` });
    for (let again = 0; again < 2; again += 1) {
      await expect(store.counts()).rejects.toThrow(
        'Redis refused the operation (WRONGPASS): it does not accept the user name or the password.',
      );
    }
  });

  it('says that Redis requires a password', async () => {
    const { url } = await start('--requirepass', 'right');
    await expect(open({ url }).counts()).rejects.toThrow('(NOAUTH): it requires a password.');
  });

  it('says that the connection was refused', async () => {
    const url = `redis://127.0.0.1:${String(await freePort())}`;
    await expect(open({ url }).counts()).rejects.toThrow(
      "Redis can't be reached: it refused the connection (ECONNREFUSED).",
    );
  });

  it('quotes a failure that the store does not know', async () => {
    const { url } = await start('--rename-command', 'UNLINK', '');
    const store = open({ url });
    const { id } = (await store.create(session)).session;
    const refusal = store.delete(id).catch(String);
    expect(await refusal).toMatch(
      /Redis refused the operation \(ERR\): Unknown (Redis )?command called from script\.$/,
    );
  });

  it('says that the port may not speak TLS', async () => {
    const { port } = await start();
    const store = open({ url: `rediss://127.0.0.1:${String(port)}` });
    for (let again = 0; again < 2; again += 1) {
      await expect(store.counts()).rejects.toThrow(
        'Redis accepted no connection within 1000 ms. If its port does not speak TLS, use redis:// instead of rediss://',
      );
    }
  });

  it('says that a TLS port cut the connection, or that its certificate is not accepted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sessions-redis-tls-'));
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-keyout', key];
    execFileSync('openssl', [...made, '-out', certificate], { stdio: 'pipe' });
    const port = String(await freePort());
    const files = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate];
    await start('--tls-port', port, '--tls-auth-clients', 'no', ...files);
    try {
      await expect(open({ url: `redis://127.0.0.1:${port}` }).counts()).rejects.toThrow('it cut the connection');
      const tls = { url: `rediss://127.0.0.1:${port}` };
      await expect(open(tls).counts()).rejects.toThrow('its certificate is not accepted (DEPTH_ZERO_SELF_SIGNED_CERT)');
      const trusting = open({ ...tls, connection: { socket: { tls: true, rejectUnauthorized: false } } });
      expect(await trusting.counts()).toMatchObject({ active: 0 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([true, false])(
    'names the cause for a client that it was given, with disableOfflineQueue %j',
    async (disableOfflineQueue) => {
      const { port } = await start();
      const admin = createClient({ url: `redis://127.0.0.1:${String(port)}` });
      await admin.connect();
      await admin.sendCommand(['ACL', 'SETUSER', 'shop', 'on', '>one', '~*', '+@all']);
      // The driver sends what was waiting before it knows whether its password is accepted.
      await admin.sendCommand(['ACL', 'SETUSER', 'default', '>admin']);
      const url = `redis://shop:one@127.0.0.1:${String(port)}`;
      const client = createClient({ url, disableOfflineQueue, socket: { reconnectStrategy: 20 } });
      const refused = new Promise<void>((resolve) => {
        client.on('error', (error) => {
          if (String(error).includes('WRONGPASS')) resolve();
        });
      });
      await client.connect();
      const store = open({ client, commandTimeout: 200 });
      try {
        await store.counts();
        await admin.sendCommand(['ACL', 'SETUSER', 'shop', 'resetpass', '>two']);
        await admin.sendCommand(['CLIENT', 'KILL', 'USER', 'shop']);
        await refused;
        await expect(store.counts()).rejects.toThrow('(WRONGPASS): it does not accept the user name or the password.');
      } finally {
        client.destroy();
        admin.destroy();
      }
    },
  );
});
