import { setImmediate } from 'node:timers/promises';

/**
 * Runs one task after the other, each in its own turn of the event loop. So other requests, such as probes, are answered
 * between two tasks, however many tasks wait.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(() => setImmediate()).then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
