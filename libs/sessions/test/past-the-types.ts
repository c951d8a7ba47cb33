/** Passes a value of any type, as plain JavaScript could, to test that it is refused. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the context of the call determines the type
export function pastTheTypes<T>(value: unknown): T {
  return value as T;
}
