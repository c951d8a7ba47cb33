import type { Clock } from 'nest-sessions/store';

/** A clock that goes on from the last instant of the process before, so that no expired session comes back. */
export class StoreClock implements Clock {
  constructor(
    private readonly clock: Clock,
    private last: number,
  ) {}

  now(): number {
    this.last = Math.max(this.last, Math.floor(this.clock.now()));
    return this.last;
  }
}
