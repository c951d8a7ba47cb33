import { isSessionError } from '../domain/errors.js';
import { endReason, type EndReason } from '../domain/ending.js';
import type { StoreEvent } from '../domain/events.js';
import type { StoreLookup } from '../stores/session-store.js';

/** What this instance did since it started, in plain numbers. To count one thing costs about a nanosecond. */
export class SessionTally {
  created = 0;
  rotated = 0;
  signedIn = 0;
  /** Replaced ids that were used again. */
  reused = 0;
  /** Sessions that were extended, by operation. */
  readonly renewed = { touch: 0, renew: 0 };
  /** Sessions that ended, by reason. */
  readonly ended: Record<EndReason, number> = {
    idle: 0,
    absolute: 0,
    deleted: 0,
    revoked: 0,
    reused: 0,
    evicted: 0,
    quarantined: 0,
  };
  /** Sessions that were looked up by id, by what was found. */
  readonly lookups = { active: 0, expired: 0, ended: 0, unknown: 0, quarantined: 0 };
  /** New sessions that were refused, by the code of the error. */
  readonly refused = { CAPACITY_REACHED: 0, SESSION_LIMIT_REACHED: 0, STORE_UNAVAILABLE: 0 };

  lookup(state: StoreLookup['state']): void {
    this.lookups[state] += 1;
  }

  event(event: StoreEvent): void {
    if (event.type === 'created') this.created += 1;
    else if (event.type === 'rotated') this.rotated += 1;
    else if (event.type === 'signed-in') this.signedIn += 1;
    else if (event.type === 'reused') this.reused += 1;
    else if ('reason' in event) this.ended[endReason(event.reason)] += 1;
  }

  refusal(error: unknown): void {
    if (isSessionError(error) && isRefusal(error.code)) this.refused[error.code] += 1;
  }
}

type Refusal = keyof SessionTally['refused'];

function isRefusal(code: string): code is Refusal {
  return code === 'CAPACITY_REACHED' || code === 'SESSION_LIMIT_REACHED' || code === 'STORE_UNAVAILABLE';
}
