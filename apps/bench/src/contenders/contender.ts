export type Awaitable<T> = T | Promise<T>;

/** The result of `create`: a session, or an object that holds one. */
export type Created = WithId | { readonly session: WithId };

interface WithId {
  readonly id: string;
}

/** Something that stores sessions. A contender whose calls are synchronous returns no promise, as its users would call it. */
export interface Contender {
  create(userId: string): Awaitable<Created>;
  /** Records activity, which extends the session by its idle timeout. */
  touch(id: string): unknown;
  remove(id: string): unknown;
  /** Counts the active sessions, and those of them that expire soon. */
  counts?(): unknown;
  close?(): Promise<void>;
}

export type ContenderFactory = (capacity: number) => Awaitable<Contender>;

export function idOf(created: Created): string {
  return 'session' in created ? created.session.id : created.id;
}
