import type { SessionStore } from '../../src/index.js';

export interface CountedStore {
  readonly store: SessionStore;
  /** How often each operation was called since the last `reset`. Operations without calls are absent. */
  readonly calls: ReadonlyMap<string, number>;
  readonly reset: () => void;
}

/** Wraps a store and counts its calls. */
export function counted(store: SessionStore): CountedStore {
  const calls = new Map<string, number>();
  return {
    calls,
    reset: () => {
      calls.clear();
    },
    store: new Proxy(store, {
      get(target, name): unknown {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          calls.set(String(name), (calls.get(String(name)) ?? 0) + 1);
          return Reflect.apply(value, target, args);
        };
      },
    }),
  };
}
