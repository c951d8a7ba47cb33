import type { SessionStore } from '../stores/session-store.js';
import type { OutageLog } from './outage-log.js';

/** The stores that are watched, by what watches them. */
const stores = new WeakMap<object, SessionStore>();

type Method = (...args: readonly unknown[]) => unknown;

/** The same store, whose failures and answers go to the log. `ping` does not count: the module logs what it finds at the start. */
export function watched(store: SessionStore, log: OutageLog): SessionStore {
  const methods = new Map<string | symbol, Method>();
  const watcher = new Proxy(store, {
    get(target, name) {
      const known = methods.get(name);
      if (known !== undefined) return known;
      const value: unknown = Reflect.get(target, name);
      if (!isMethod(value)) return value;
      const method: Method = (...args) => {
        const result: unknown = Reflect.apply(value, target, args);
        if (name !== 'ping' && result instanceof Promise) watch(String(name), result, log);
        return result;
      };
      methods.set(name, method);
      return method;
    },
  });
  stores.set(watcher, store);
  return watcher;
}

/** The store behind one that is watched, or the value itself. */
export function unwatched(store: unknown): unknown {
  return typeof store === 'object' && store !== null ? (stores.get(store) ?? store) : store;
}

function watch(operation: string, result: Promise<unknown>, log: OutageLog): void {
  result.then(
    (answer) => log.answered(operation, operation === 'counts' && takesChanges(answer)),
    (error: unknown) => log.failed(operation, error),
  );
}

function takesChanges(counts: unknown): boolean {
  return typeof counts === 'object' && counts !== null && !('refusesChanges' in counts);
}

function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}
