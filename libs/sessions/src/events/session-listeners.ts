import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { Subscription } from 'rxjs';
import { InvalidOptionsError } from '../domain/errors.js';
import { isEnd, type SessionEvent, type SessionEventType } from '../domain/events.js';
import { SessionKinds } from '../kinds/session-kinds.js';
import { OWN_STORE } from '../sessions.tokens.js';
import type { SessionStore, StoreConsumer } from '../stores/session-store.js';
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

/** Finds the methods under `@OnSessionEvent()` when the application has started, and feeds them until it shuts down. */
@Injectable()
export class SessionListeners implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #listeners: Listener[] = [];
  readonly #consumers: StoreConsumer[] = [];
  readonly #subscriptions: Subscription[] = [];

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
    await Promise.all(this.#consumers.splice(0).map((consumer) => consumer.stop()));
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
    const consumer = this.#consumer(listener);
    if (!consumer) return;
    this.#consumers.push(consumer);
    await consumer.start();
  }

  #consumer({ group, everyInstance, types, call }: Listener): StoreConsumer | undefined {
    const hear: Call = (event, delivery) => (types.includes(event.type) ? call(event, delivery) : undefined);
    if (everyInstance) return endingsFollower(this.store, this.events, { handler: hear });
    if (group === undefined) return undefined;
    const { kind } = this.events;
    return this.store.consumer?.({
      group,
      handler: async ({ event, id, deliveries }) => {
        await hear({ ...event, kind }, { id, deliveries });
      },
    });
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
function assertDelivery(listeners: readonly Listener[], { name: storeName, shared, follower }: SessionStore): void {
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
    if (shared === true && follower === undefined) {
      problems.push(
        `${name} listens on every instance, but the store '${storeName}' can't announce endings to every instance: ` +
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
