/** A value such as JavaScript could give, whatever the types ask for: to test what is refused. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller's place tells the type
export function pastTheTypes<T>(value: unknown): T {
  return value as T;
}
