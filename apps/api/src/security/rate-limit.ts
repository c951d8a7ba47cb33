import { isIPv6 } from 'node:net';

const WINDOW_MS = 60_000;

/** Counts requests by client within one window of a minute that all clients share, so that it forgets them all at once. */
export class RateLimit {
  readonly #counts = new Map<string, number>();
  #windowEndsAt = 0;

  /** `now` is a monotonic clock in milliseconds. */
  constructor(
    private readonly perMinute: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Counts a request. The answer is 0 if it is within the limit, else in how many seconds to try again. */
  secondsToWait(address: string): number {
    const now = this.now();
    if (now >= this.#windowEndsAt) {
      this.#counts.clear();
      this.#windowEndsAt = now + WINDOW_MS;
    }
    const client = networkOf(address);
    const count = (this.#counts.get(client) ?? 0) + 1;
    this.#counts.set(client, count);
    return count <= this.perMinute ? 0 : Math.ceil((this.#windowEndsAt - now) / 1000);
  }
}

/** One client may have a whole IPv6 network of 64 bits, so that one counts as one address. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = [], tail = []] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}
