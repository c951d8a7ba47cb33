import type { SessionStore } from 'nest-sessions';

/** The store, but with these operations in place of its own. */
export function withOperations(store: SessionStore, operations: Partial<SessionStore>): SessionStore {
  return new Proxy(store, {
    get(target, name): unknown {
      const value: unknown = Reflect.get(name in operations ? operations : target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
