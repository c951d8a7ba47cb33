import type { Census } from './census.js';
import type { Traffic } from './traffic.js';

/** The acknowledged changes that Redis does not have: none if nothing was lost. */
export function brokenPromises(traffic: Traffic, { alive, endings, faults }: Census): readonly string[] {
  const broken = [...traffic.wrong, ...faults];
  for (const [id, user] of traffic.alive) {
    if (alive.get(id) !== user) broken.push(`${id} was created, and is lost`);
  }
  for (const id of traffic.ended) {
    if (endings.get(id)?.join() !== 'deleted')
      broken.push(`${id} has ended, and its events are ${String(endings.get(id))}`);
  }
  for (const id of traffic.unsure) {
    const wasEnded = endings.get(id)?.join() === 'deleted';
    if (wasEnded === alive.has(id)) broken.push(`${id} may have ended, and is neither ended once nor alive`);
  }
  const extra = alive.size - [...alive.keys()].filter((id) => traffic.alive.has(id) || traffic.unsure.has(id)).length;
  if (extra > traffic.failedCreates) broken.push(`${String(extra)} sessions are alive that nobody created`);
  return broken;
}
