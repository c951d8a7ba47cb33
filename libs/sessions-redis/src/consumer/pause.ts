/** A pause that can be ended early. `wake` ends the current pause, or skips the next one. */
export class Pause {
  #isWoken = false;
  #end: (() => void) | undefined;

  async wait(ms: number): Promise<void> {
    if (!this.#isWoken && ms > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#end = undefined;
    }
    this.#isWoken = false;
  }

  wake(): void {
    this.#isWoken = true;
    this.#end?.();
  }
}

/**
 * `first` milliseconds, doubled each time up to `most`, give or take a fifth, so that many callers don't come at the same
 * time.
 */
export function backOff(first: number, most: number, time: number): number {
  return Math.min(first * 2 ** time, most) * (0.8 + Math.random() * 0.4);
}
