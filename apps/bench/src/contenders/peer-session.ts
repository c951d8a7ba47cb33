import { randomFillSync } from 'node:crypto';

export const IDLE_MS = 30 * 60_000;
export const WARNING_MS = 5 * 60_000;

/** The timeouts that MemorySessionStore is given. All sessions share this frozen object. */
export const TIMEOUTS = Object.freeze({
  idleTimeoutMs: IDLE_MS,
  absoluteTimeoutMs: 12 * 3_600_000,
  warningThresholdMs: WARNING_MS,
  autoRenew: true,
});
export const EMPTY: Readonly<Record<string, never>> = Object.freeze({});

/** The fields that every peer stores: one object for each session. */
export interface PeerSession {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: number;
  lastActivity: number;
  expiresAt: number;
  readonly timeouts: typeof TIMEOUTS;
  renewalCount: number;
  readonly metadata: object;
  readonly attributes: object;
}

export function newPeerSession(userId: string): PeerSession {
  const now = Date.now();
  return {
    id: newId(),
    userId,
    createdAt: now,
    lastActivity: now,
    expiresAt: now + IDLE_MS,
    timeouts: TIMEOUTS,
    renewalCount: 0,
    metadata: EMPTY,
    attributes: EMPTY,
  };
}

/** Changes what a touch changes in a session that is stored as an object. */
export function touchPeerSession(session: PeerSession): void {
  const now = Date.now();
  session.lastActivity = now;
  session.expiresAt = Math.min(
    now + session.timeouts.idleTimeoutMs,
    session.createdAt + session.timeouts.absoluteTimeoutMs,
  );
  session.renewalCount += 1;
}

/** 144 random bits are 24 characters. Random bytes are generated for many ids together. */
const ID_BYTES = 18;
const pool = Buffer.alloc(ID_BYTES * 256);
let used = pool.length;

export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return pool.toString('base64url', used - ID_BYTES, used);
}
