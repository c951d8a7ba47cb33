import type { Contender } from './contender.js';
import { newId } from './peer-session.js';

/** The least that a touch by id can cost: `Map.get` and one write to a typed array. It stores no sessions. */
export function floor(capacity: number): Contender {
  const slots = new Map<string, number>();
  const instants = new Float64Array(capacity);
  let next = 0;
  return {
    create: () => {
      const id = newId();
      slots.set(id, next);
      next += 1;
      return { id };
    },
    touch: (id) => {
      const slot = slots.get(id);
      if (slot !== undefined) instants[slot] = slot;
    },
    remove: (id) => slots.delete(id),
  };
}
