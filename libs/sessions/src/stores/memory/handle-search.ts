import { setImmediate } from 'node:timers/promises';
import type { SessionSlots } from './session-slots.js';

/**
 * Looks for the active session of a user that has a handle, and gives its slot to `use` before anything else can happen to it.
 * Yields to the event loop between steps. Returns `undefined` if the user has no such session.
 */
export async function withHandle<Result>(
  slots: SessionSlots,
  { userId, handle }: { readonly userId: string; readonly handle: string },
  now: () => number,
  use: (slot: number, asOf: number) => Result,
): Promise<Result | undefined> {
  for (let from = 0; ;) {
    const asOf = now();
    const found = slots.findByHandle(userId, handle, from, asOf);
    if (found === undefined) return undefined;
    if ('slot' in found) return use(found.slot, asOf);
    from = found.next;
    await setImmediate();
  }
}
