export type Awaitable<T> = T | Promise<T>;

/** What `create` gives: a session, or an answer that holds one. */
export type Created = WithId | { readonly session: WithId };

interface WithId {
  readonly id: string;
}

/** Something that keeps sessions. What answers at once does so without a promise, as its users would call it. */
export interface Contender {
  create(userId: string): Awaitable<Created>;
  /** Records activity: the session lives on for its idle timeout. */
  touch(id: string): unknown;
  remove(id: string): unknown;
  /** How many are active, and how many of them expire soon. */
  counts?(): unknown;
  close?(): Promise<void>;
}

export type ContenderFactory = (capacity: number) => Awaitable<Contender>;

export function idOf(created: Created): string {
  return 'session' in created ? created.session.id : created.id;
}
