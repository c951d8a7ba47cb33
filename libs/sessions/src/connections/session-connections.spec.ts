import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, Scope } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { WebSocketGateway } from '@nestjs/websockets';
import { EventEmitter, once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { connectSocketIo, type GatewayConnection } from '../../test/http/gateway-connections.js';
import { GuardedServers } from '../../test/http/guarded-server.js';
import {
  connectedSession,
  getSessionsToken,
  MemorySessionStore,
  SessionGateway,
  SessionsModule,
  SessionsService,
  type Session,
} from '../index.js';
import type { StoreFollower, StoreFollowerOptions } from '../stores/session-store.js';

const admitted = new EventEmitter<{ client: [userId: string | undefined] }>();
const servers = new GuardedServers();
const open: GatewayConnection[] = [];
afterEach(async () => {
  for (const connection of open.splice(0)) connection.close();
  await servers.closeAll();
});

describe('a connection', () => {
  /** Says when a read begins, and keeps the next answer back. */
  class HeldStore extends MemorySessionStore {
    readonly steps = new EventEmitter<{ reading: []; released: [] }>();
    isHolding = false;

    override async get(id: string) {
      const found = await super.get(id);
      if (!this.isHolding) return found;
      this.isHolding = false;
      const released = once(this.steps, 'released');
      this.steps.emit('reading');
      await released;
      return found;
    }
  }

  /** Tells its followers what the test says. */
  class FollowedStore extends MemorySessionStore {
    readonly shared = true;
    readonly followers: StoreFollowerOptions[] = [];

    follower(options: StoreFollowerOptions): StoreFollower {
      this.followers.push(options);
      return { start: () => Promise.resolve(), stop: () => Promise.resolve() };
    }
  }

  @Injectable()
  @WebSocketGateway()
  @SessionGateway('staff')
  class StaffChat {
    handleConnection(client: object): void {
      admitted.emit('client', connectedSession(client, 'staff')?.userId);
    }
  }

  async function staffOn(store: MemorySessionStore) {
    const imports = [SessionsModule.forRoot({ name: 'staff', store, sweep: false })];
    const server = await servers.start({ providers: [StaffChat], imports });
    const staff = server.app.get<SessionsService>(getSessionsToken('staff'));
    const connect = ({ id }: Session): GatewayConnection => {
      const connection = connectSocketIo(server.url, { headers: { 'x-session-id': id } });
      open.push(connection);
      return connection;
    };
    return { staff, connect };
  }

  it('is refused if its session ends while the client connects', async () => {
    const store = new HeldStore();
    const { staff, connect } = await staffOn(store);
    const session = await staff.create({ userId: 'ada' });
    store.isHolding = true;
    const reading = once(store.steps, 'reading');
    const { closed } = connect(session);
    await reading;
    await staff.delete(session.id);
    store.steps.emit('released');
    expect(await closed).toMatchObject({ exception: { code: 'SESSION_ENDED', reason: 'deleted' } });
  });

  it('is cut off if its client does not answer the closing', async () => {
    const gone = new EventEmitter<{ client: [] }>();
    @Injectable()
    @WebSocketGateway()
    @SessionGateway()
    class WsChat {
      handleConnection(): void {
        admitted.emit('client', 'somebody');
      }

      handleDisconnect(): void {
        gone.emit('client');
      }
    }
    const server = await servers.start({
      providers: [WsChat],
      prepare: (app) => app.useWebSocketAdapter(new WsAdapter(app)),
    });
    const { id } = await server.login('ada');
    const isAdmitted = once(admitted, 'client');
    const client = new WebSocket(server.url.replace('http', 'ws'), { headers: { 'x-session-id': id } });
    await Promise.all([isAdmitted, once(client, 'open')]);
    client.pause();
    const isGone = once(gone, 'client');
    await server.sessions.delete(id);
    await isGone;
    client.terminate();
  });

  it('is looked up again when the instance may have missed endings', async () => {
    const store = new FollowedStore();
    const { staff, connect } = await staffOn(store);
    const [ada, bob] = [await staff.create({ userId: 'ada' }), await staff.create({ userId: 'bob' })];
    const connections: GatewayConnection[] = [];
    for (const session of [ada, bob]) {
      const isAdmitted = once(admitted, 'client');
      connections.push(connect(session));
      await isAdmitted;
    }
    await staff.delete(ada.id);
    const [ofAda, ofBob] = connections;
    await setImmediate();
    expect(ofAda?.isOpen).toBe(true);
    for (const { onMissed } of store.followers) onMissed();
    expect(await ofAda?.closed).toMatchObject({ exception: { code: 'SESSION_ENDED', reason: 'deleted' } });
    expect(ofBob?.isOpen).toBe(true);
  });
});

describe('an application with @SessionGateway()', () => {
  it('does not start if the shared store can not announce endings to every instance', async () => {
    class SharedStore extends MemorySessionStore {
      readonly shared = true;
    }
    const imports = [SessionsModule.forRoot({ name: 'staff', store: new SharedStore(), sweep: false })];
    @Injectable()
    @WebSocketGateway()
    @SessionGateway('staff')
    class StaffChat {}
    await expect(servers.start({ providers: [StaffChat], imports })).rejects.toThrow(
      "StaffChat closes connections when sessions end, but the store 'memory' can't announce endings to every instance",
    );
  });

  it('does not start if the gateway is created for each connection', async () => {
    @Injectable({ scope: Scope.REQUEST })
    @WebSocketGateway()
    @SessionGateway()
    class ChatOfOne {}
    await expect(servers.start({ providers: [ChatOfOne] })).rejects.toThrow(
      'ChatOfOne is a gateway with @SessionGateway()',
    );
  });
});
