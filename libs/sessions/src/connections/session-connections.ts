import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Subscription } from 'rxjs';
import { setTimeout as pause } from 'node:timers/promises';
import { DEFAULT_KIND } from '../domain/kind.js';
import { InvalidOptionsError, isSessionError } from '../domain/errors.js';
import type { SessionEvent, SessionEventOf } from '../domain/events.js';
import type { Session, SessionLookup } from '../domain/session.js';
import { endingsFollower } from '../events/endings-follower.js';
import { SessionEvents } from '../events/session-events.js';
import { kindsNamedBy } from '../guard/guarded-kinds.js';
import { handshakeOf } from '../guard/handshakes.js';
import type { RequestLookup } from '../guard/request-lookup.js';
import { bodyOf, refusalOf } from '../guard/refusals.js';
import { SessionRequests } from '../guard/session-requests.js';
import { memory, type Admission, type ConnectedSession } from '../guard/shared-memory.js';
import type { RefusalBody } from '../options/session-refusal.js';
import { OWN_REQUESTS, OWN_STORE } from '../sessions.tokens.js';
import type { SessionStore, StoreFollower } from '../stores/session-store.js';
import { closeClient, isOpen, onceClosed, type GatewayClient } from './clients.js';
import { endingOf } from './ending.js';
import { isSessionGateway } from './session-gateway.decorator.js';

/** How many sessions are looked up at the same time when endings may have been missed. */
const CHECKS_AT_ONCE = 16;
const RETRY_MS = 1000;

/** The connections of gateways that belong to sessions of one kind, and what closes them. */
@Injectable()
export class SessionConnections implements Admission, OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly refusalBody: RefusalBody | undefined;
  /** By the handles of the sessions. */
  readonly #clients = new Map<string, Set<GatewayClient>>();
  /** For each lookup that is under way: the sessions that ended meanwhile, by handle. */
  readonly #lookups = new Set<Map<string, SessionLookup>>();
  #admitted: readonly object[] = [];
  #follower: StoreFollower | undefined;
  #rotations: Subscription | undefined;
  #checkAllAgain = false;
  #checks: Promise<void> | undefined;
  #isStopped = false;

  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(OWN_STORE) private readonly store: SessionStore,
    @Inject(SessionEvents) private readonly events: SessionEvents,
    @Inject(OWN_REQUESTS) private readonly requests: SessionRequests,
  ) {
    this.refusalBody = requests.refusalBody;
  }

  /** Throws `InvalidOptionsError`. */
  onModuleInit(): void {
    const gateways = [...this.#gateways()];
    const [first] = gateways;
    if (!first) return;
    this.#admitted = gateways.map(({ instance }) => instance);
    this.#follower = endingsFollower(this.store, this.events, {
      handler: (event) => {
        this.#ended(event);
      },
      onMissed: () => {
        this.#checkAll();
      },
    });
    if (this.#follower) return;
    throw new InvalidOptionsError([
      `${first.name} closes connections when sessions end, but the store '${this.store.name}' can't announce endings to ` +
        'every instance: use a store that has the method follower',
    ]);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.#follower) return;
    this.#rotations = this.events.events$.subscribe((event) => {
      if (event.type === 'rotated') this.#rotated(event.session);
      if (event.type === 'signed-in') this.#signedIn(event);
    });
    await this.#follower.start();
    // Not earlier: a gateway on a port of its own may listen already, and an ending would be missed.
    const { admissions } = memory();
    for (const gateway of this.#admitted) {
      const kinds = admissions.get(gateway) ?? new Map<string, Admission>();
      admissions.set(gateway, kinds.set(this.events.kind, this));
    }
  }

  /** Before the store is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    this.#rotations?.unsubscribe();
    await this.#follower?.stop();
    await this.#checks;
  }

  /** Looks up the session of a connection, and closes the connection when that session ends. Throws the errors of the store. */
  async admit(client: GatewayClient): Promise<RequestLookup> {
    const ended = new Map<string, SessionLookup>();
    this.#lookups.add(ended);
    try {
      const visit = { request: handshakeOf(client), occasion: {}, place: [client, client] as const };
      // Clients reconnect automatically, so a connection is not activity.
      const found = await this.requests.lookUp(visit, false);
      if (found.state !== 'active') return found;
      const ending = ended.get(found.session.handle);
      if (!ending) this.#keep(client, found.session);
      return ending ?? found;
    } finally {
      this.#lookups.delete(ended);
    }
  }

  report(error: unknown): void {
    this.events.listenerFailed(error);
  }

  #keep(client: GatewayClient, session: Session): void {
    if (!isOpen(client)) return;
    const { connected } = memory();
    const kinds = connected.get(client) ?? new Map<string, ConnectedSession>();
    connected.set(client, kinds.set(this.events.kind, { session, id: session.id }));
    const { handle } = session;
    const clients = this.#clients.get(handle) ?? new Set();
    this.#clients.set(handle, clients.add(client));
    onceClosed(client, () => {
      clients.delete(client);
      if (clients.size === 0 && this.#clients.get(handle) === clients) this.#clients.delete(handle);
    });
  }

  #ended(event: SessionEvent): void {
    const { handle, lookup } = endingOf(event);
    if (handle === undefined) {
      // A damaged record may not show which session it was.
      this.#checkAll();
      return;
    }
    for (const ended of this.#lookups) ended.set(handle, lookup);
    for (const client of this.#clients.get(handle) ?? []) this.#close(client, lookup);
  }

  #close(client: GatewayClient, lookup: SessionLookup): void {
    const { kind } = this.events;
    const refusal = refusalOf(new Map([[kind, lookup]]), [kind]);
    const body = { status: 'error', ...bodyOf(refusal, this.refusalBody) };
    closeClient(client, refusal.statusCode, refusal.code, body);
  }

  #rotated({ id, handle }: Session): void {
    for (const client of this.#clients.get(handle) ?? []) {
      const connected = this.#connected(client);
      if (connected) connected.id = id;
    }
  }

  /**
   * Somebody may have planted the id of a guest in a browser, and may have a connection with it, which must not become the
   * user's.
   */
  #signedIn({ session, at }: SessionEventOf<'signed-in'>): void {
    const lookup = { state: 'ended', reason: 'signed-in', endedAt: at, userId: undefined, asOf: at } as const;
    for (const client of this.#clients.get(session.handle) ?? []) this.#close(client, lookup);
  }

  /** Looks up the session of each connection. A request that comes during a run begins another one after it. */
  #checkAll(): void {
    this.#checkAllAgain = true;
    this.#checks ??= this.#runChecks().finally(() => (this.#checks = undefined));
  }

  async #runChecks(): Promise<void> {
    while (this.#checkAllAgain && !this.#isStopped) {
      this.#checkAllAgain = false;
      const left = [...this.#clients.values()].flatMap((clients) => [...clients]).values();
      await Promise.all(
        Array.from({ length: CHECKS_AT_ONCE }, async () => {
          for (const client of left) await this.#check(client);
        }),
      );
    }
  }

  /** Closes a connection whose session has ended. */
  async #check(client: GatewayClient): Promise<void> {
    const connected = this.#connected(client);
    while (connected && !this.#isStopped && isOpen(client)) {
      try {
        const found = await this.requests.lookUpConnected(connected, false);
        if (found.state !== 'active') this.#close(client, found);
        return;
      } catch (error) {
        if (!isSessionError(error)) this.report(error);
        await pause(RETRY_MS, undefined, { ref: false });
      }
    }
  }

  #connected(client: GatewayClient): ConnectedSession | undefined {
    return memory().connected.get(client)?.get(this.events.kind);
  }

  *#gateways(): Generator<{ readonly name: string; readonly instance: object }> {
    for (const wrapper of this.discovery.getProviders()) {
      const { metatype } = wrapper;
      const instance: unknown = wrapper.instance;
      if (typeof metatype !== 'function' || typeof instance !== 'object' || instance === null) continue;
      if (!isSessionGateway(metatype)) continue;
      if (!(kindsNamedBy(metatype) ?? [DEFAULT_KIND]).includes(this.events.kind)) continue;
      if (!wrapper.isDependencyTreeStatic()) {
        throw new InvalidOptionsError([
          `${metatype.name} is a gateway with @SessionGateway(), but is created for each connection: make it a singleton`,
        ]);
      }
      yield { name: metatype.name, instance };
    }
  }
}
