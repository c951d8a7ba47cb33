import type { Finding } from 'nest-sessions/store';

/** What the command can say of a session, wherever it is. */
export interface ListedSession {
  readonly id: string;
  /** `undefined` if the target does not give it. */
  readonly handle: string | undefined;
  readonly userId: string | undefined;
  /** ISO 8601, as are the two below. */
  readonly createdAt: string;
  readonly lastActivityAt: string;
  readonly expiresAt: string;
}

export interface Stats {
  readonly status?: string;
  readonly active: number | undefined;
  readonly expiringSoon: number | undefined;
  readonly expired?: number;
  readonly quarantined: number | undefined;
}

export interface CorruptedRecord {
  /** The fingerprint of its session id. */
  readonly name: string;
  /** `undefined` if the target does not give it. */
  readonly id: string | undefined;
  readonly problem: string;
  /** ISO 8601, as is the one below. */
  readonly quarantinedAt: string;
  readonly keptUntil: string;
}

/** With what was found in it, as JSON. */
export interface ShownRecord extends CorruptedRecord {
  readonly raw: string;
}

/** A group of listeners, and the endings that it has not handled. */
export interface Group {
  readonly group: string;
  readonly pending: number;
  readonly parked: number;
}

/** Where the sessions are. An operation that the target does not offer throws `Misuse`. */
export interface Target {
  stats(): Promise<Stats>;
  list(userId: string | undefined): AsyncIterable<ListedSession>;
  /** Whether there was such an active session. */
  end(id: string): Promise<boolean>;
  /** Ends the session of a user that has this handle. Whether there was such an active session. */
  endByHandle(userId: string, handle: string): Promise<boolean>;
  /** Gives the number of sessions that each step has ended. */
  revoke(userId: string): AsyncIterable<number>;
  /** Gives the number of sessions that each step has removed. */
  sweep(): AsyncIterable<number>;
  quarantined(): Promise<readonly CorruptedRecord[]>;
  /** The corrupted record of this name, if there is one. */
  showQuarantined(name: string): Promise<ShownRecord | undefined>;
  clearQuarantine(): Promise<number>;
  events(): Promise<readonly Group[]>;
  close(): Promise<void>;
}

/** A target that is not open yet. The doctor must not need an open one, since that is what may be wrong. */
export interface Place {
  open(): Promise<Target>;
  /** Never throws: what is wrong is a finding. */
  check(): Promise<readonly Finding[]>;
}
