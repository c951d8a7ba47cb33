import type { SessionStore } from '../stores/session-store.js';

/** How a call of a store ended: with its answer, or with an error. */
export type Outcome = { readonly answer: unknown } | { readonly error: unknown };

/**
 * Called before each call of a store, with the operation in snake case, such as `update_metadata`. It returns what to call
 * with the outcome.
 */
export type StoreObserver = (operation: string) => ((outcome: Outcome) => void) | undefined;

/** The stores that are observed, by the object that observes them. */
const stores = new WeakMap<object, SessionStore>();

/** The module calls these when it starts and ends. They say nothing about the sessions' requests. */
const UNOBSERVED = new Set(['consumer', 'follower', 'ping', 'close']);

/** The same store, but the observer is called for every method, also for one that a later port adds. */
export function observedStore(store: SessionStore, observe: StoreObserver): SessionStore {
  const members: PropertyDescriptorMap = {};
  for (const [name, member] of membersOf(store)) {
    // Methods and getters run on the store itself, since they may use private fields.
    if (member.get) members[name] = { get: () => Reflect.get(store, name) as unknown };
    else if (isFunction(member.value)) {
      members[name] = { value: observed(store, name, UNOBSERVED.has(name) ? () => undefined : observe) };
    }
  }
  // The store is the prototype: `instanceof` and fields are those of the store.
  const observing = Object.create(store, members) as SessionStore;
  stores.set(observing, stores.get(store) ?? store);
  return observing;
}

/** The store behind one that is observed, or the value itself. */
export function givenStore(store: unknown): unknown {
  return typeof store === 'object' && store !== null ? (stores.get(store) ?? store) : store;
}

type Method = (...args: readonly unknown[]) => unknown;

function observed(store: SessionStore, name: string, observe: StoreObserver): Method {
  const operation = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return (...args) => {
    const ended = observe(operation);
    const result = call(store, name, args);
    if (ended && result instanceof Promise) {
      result.then(
        (answer: unknown) => {
          ended({ answer });
        },
        (error: unknown) => {
          ended({ error });
        },
      );
    }
    return result;
  };
}

/** Calls the method that the store has now: a test may have replaced it. */
function call(store: SessionStore, name: string, args: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(store, name);
  if (!isFunction(method)) throw new TypeError(`The store has no method ${name}.`);
  return Reflect.apply(method, store, args);
}

/** The members of an object and of its classes, the nearest first. */
function membersOf(object: object): Map<string, PropertyDescriptor> {
  const members = new Map<string, PropertyDescriptor>();
  for (let of: unknown = object; isObject(of) && of !== Object.prototype; of = Object.getPrototypeOf(of)) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(of))) {
      if (name !== 'constructor' && !members.has(name)) members.set(name, descriptor);
    }
  }
  return members;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function';
}
