import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Subject, type Subscription } from 'rxjs';
import { InvalidOptionsError } from '../domain/errors.js';
import { isEnd, type SessionEvent, type SessionEventType } from '../domain/events.js';
import { SessionKinds } from '../kinds/session-kinds.js';
import { OWN_STORE } from '../sessions.tokens.js';
import type { SessionStore, StoreConsumer, StoreFollower } from '../stores/session-store.js';
import { endingsFollower } from './endings-follower.js';
import { listenerOf, type ListenerDelivery } from './on-session-event.decorator.js';
import { SessionEvents } from './session-events.js';

type Call = (event: SessionEvent, delivery: ListenerDelivery) => unknown;

interface Listener {
  /** Class and method. */
  readonly name: string;
  readonly method: unknown;
  readonly group: string | undefined;
  readonly everyInstance: boolean;
  readonly types: readonly SessionEventType[];
  readonly call: Call;
}

/** What became of an ending that the store has delivered to a group. */
export interface HandledEnding {
  readonly group: string;
  readonly isHandled: boolean;
  /** How long ago the session ended, by the wall clock. */
  readonly delayMs: number;
}

/** Finds the methods under `@OnSessionEvent()` when the application has started, and feeds them until it shuts down. */
@Injectable()
export class SessionListeners implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #listeners: Listener[] = [];
  /** By group. */
  readonly #consumers = new Map<string, StoreConsumer>();
  readonly #subscriptions: Subscription[] = [];
  readonly #followers: StoreFollower[] = [];
  readonly #handled = new Subject<HandledEnding>();
  readonly handled$ = this.#handled.asObservable();

  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
    @Inject(OWN_STORE) private readonly store: SessionStore,
    @Inject(SessionEvents) private readonly events: SessionEvents,
    @Inject(SessionKinds) private readonly kinds: SessionKinds,
  ) {}

  /** Throws `InvalidOptionsError`. */
  onModuleInit(): void {
    this.#listeners.push(...this.#find());
    assertDelivery(this.#listeners, this.store);
    if (this.store.consumer !== undefined) assertNamed(this.#listeners);
    assertGroups(this.#listeners);
  }

  /** Starts all at the same time, because each may wait for a store that does not answer. Throws `InvalidOptionsError`. */
  async onApplicationBootstrap(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => this.#feed(listener)));
  }

  /** Before the store is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const subscription of this.#subscriptions.splice(0)) subscription.unsubscribe();
    const consumers = [...this.#consumers.values(), ...this.#followers.splice(0)];
    this.#consumers.clear();
    await Promise.all(consumers.map((consumer) => consumer.stop()));
  }

  /** By group, how many endings it has still to handle; `NaN` if the store does not say. */
  async pending(): Promise<ReadonlyMap<string, number>> {
    const ofGroups = [...this.#consumers].map(async ([group, consumer]) => {
      const pending = await consumer.pending().catch(() => NaN);
      return [group, pending] as const;
    });
    return new Map(await Promise.all(ofGroups));
  }

  async #feed(listener: Listener): Promise<void> {
    const { everyInstance, types, call } = listener;
    const isFollowed = everyInstance || this.store.consumer !== undefined;
    const live = types.filter((type) => !(isFollowed && isEnd(type)));
    if (live.length > 0) {
      this.#subscriptions.push(
        this.events.events$.subscribe((event) =>
          live.includes(event.type) ? call(event, this.events.nextDelivery()) : undefined,
        ),
      );
    }
    if (live.length === types.length) return;
    if (everyInstance) await this.#follow(listener);
    else await this.#consume(listener);
  }

  async #follow({ types, call }: Listener): Promise<void> {
    const follower = endingsFollower(this.store, this.events, {
      handler: (event, delivery) => (types.includes(event.type) ? call(event, delivery) : undefined),
    });
    if (!follower) return;
    this.#followers.push(follower);
    await follower.start();
  }

  async #consume({ group, types, call }: Listener): Promise<void> {
    if (group === undefined) return;
    const { kind } = this.events;
    const consumer = this.store.consumer?.({
      group,
      handler: async ({ event, id, deliveries }) => {
        if (!types.includes(event.type)) return;
        let isHandled = false;
        try {
          await call({ ...event, kind }, { id, deliveries });
          isHandled = true;
        } finally {
          this.#handled.next({ group, isHandled, delayMs: Math.max(0, Date.now() - event.at) });
        }
      },
    });
    if (!consumer) return;
    this.#consumers.set(group, consumer);
    await consumer.start();
  }

  *#find(): Generator<Listener> {
    const known = new Set<unknown>();
    for (const wrapper of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      const instance: unknown = wrapper.instance;
      // One provider may be known by several tokens.
      if (typeof instance !== 'object' || instance === null || known.has(instance)) continue;
      known.add(instance);
      const prototype: unknown = Object.getPrototypeOf(instance);
      if (typeof prototype !== 'object' || prototype === null) continue;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const method: unknown = Reflect.get(prototype, name);
        const listener = listenerOf(method);
        if (listener === undefined || typeof method !== 'function') continue;
        const owner = instance.constructor.name;
        const fullName = `${owner}.${name}`;
        for (const kind of listener.kinds) this.kinds.assertKnown(kind, fullName);
        if (!listener.kinds.includes(this.events.kind)) continue;
        if (!wrapper.isDependencyTreeStatic() || wrapper.isTransient) {
          throw new InvalidOptionsError([
            `${fullName} listens to session events, but ${owner} is created for each request, or for each provider that injects it: listen in a singleton`,
          ]);
        }
        const call: Call = (...args) => Reflect.apply(method, instance, args);
        const { group, everyInstance, types } = listener;
        yield { name: fullName, method, group, everyInstance, types, call };
      }
    }
  }
}

/** Only endings reach every instance, and only if the store can announce them. */
function assertDelivery(listeners: readonly Listener[], store: SessionStore): void {
  const problems: string[] = [];
  for (const { name, group, everyInstance, types } of listeners) {
    if (!everyInstance) continue;
    const others = types.filter((type) => !isEnd(type));
    if (group !== undefined) {
      problems.push(`${name} listens on every instance and in the group '${group}': leave out one of them`);
    }
    if (others.length > 0) {
      problems.push(
        `${name} listens on every instance to ${others.join(' and ')}, but only endings reach every instance: ` +
          'listen to the rest in a method without everyInstance',
      );
    }
    if (store.shared === true && store.follower === undefined) {
      problems.push(
        `${name} listens on every instance, but the store '${store.name}' can't announce endings to every instance: ` +
          'use a store that has the method follower',
      );
    }
  }
  if (problems.length > 0) throw new InvalidOptionsError(problems);
}

/** The store keeps endings under the name of a group. A name made from class and method would change with a minifier. */
function assertNamed(listeners: readonly Listener[]): void {
  const nameless = listeners.filter(
    ({ group, everyInstance, types }) => group === undefined && !everyInstance && types.some(isEnd),
  );
  if (nameless.length === 0) return;
  throw new InvalidOptionsError(
    nameless.map(
      ({ name }) =>
        `${name} listens to endings, which the store keeps for each group of listeners, but has no group: name one that ` +
        "stays the same in every build, such as { group: 'audit' }",
    ),
  );
}

/** Of two methods that share a group, each ending would reach one only. A class may be provided twice. */
function assertGroups(listeners: readonly Listener[]): void {
  const byGroup = new Map<string, Listener>();
  for (const listener of listeners) {
    const { name, method, group } = listener;
    if (group === undefined) continue;
    const other = byGroup.get(group);
    if (other !== undefined && other.method !== method) {
      throw new InvalidOptionsError([
        `${other.name} and ${name} listen to session events in one group '${group}', so that each ending would reach ` +
          'one of them only: give one of them another group',
      ]);
    }
    byGroup.set(group, listener);
  }
}
