/** What the stream of events of a shard may hold. */
export interface EventLimits {
  readonly maxBytes: number;
  readonly maxAgeMs: number;
  /** Whether events have the metadata of their sessions. */
  readonly metadata: boolean;
}

/** As the scripts read it: see include/events.lua. Empty for no stream. */
export function encodeEventLimits(limits: EventLimits | undefined): string {
  if (limits === undefined) return '';
  return `${String(limits.maxBytes)} ${String(limits.maxAgeMs)} ${limits.metadata ? '1' : '0'}`;
}
