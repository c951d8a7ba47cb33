/** What a minute of the history tells about leaks. `activeSessions` is absent if the store could not be asked. */
export interface LeakFacts {
  readonly activeSessions?: number | undefined;
  readonly created: number;
}

export interface LeakThresholds {
  /** How long sessions must have risen. 0 for never. */
  readonly minutes: number;
  /** By how much sessions must have grown, and by how much creations may have grown, in per cent. */
  readonly growthPercent: number;
}

/**
 * Says what looks like a leak, if anything does: for so many minutes the active sessions never fell and grew by more than
 * the threshold, while clients created hardly more sessions in the second half of that time than in the first.
 */
export function leakWarning(
  history: readonly LeakFacts[],
  { minutes, growthPercent }: LeakThresholds,
): string | undefined {
  // One count more than minutes, since the growth of a minute needs two.
  if (minutes === 0 || history.length <= minutes) return undefined;
  const period = history.slice(-minutes - 1);
  let [least, most] = [Infinity, -Infinity];
  for (const { activeSessions } of period) {
    if (activeSessions === undefined || activeSessions < most) return undefined;
    least = Math.min(least, activeSessions);
    most = activeSessions;
  }
  const grown = 1 + growthPercent / 100;
  const middle = 1 + Math.floor(minutes / 2);
  const [before, after] = [creationsPerMinute(period.slice(1, middle)), creationsPerMinute(period.slice(middle))];
  if (most <= least * grown || after > before * grown) return undefined;
  return (
    `Active sessions rose from ${String(least)} to ${String(most)} within ${String(minutes)} minutes without a fall, while ` +
    'clients created no more sessions than before: some sessions may never end. Look for clients that keep sessions alive, ' +
    'and for timeouts that are too long.'
  );
}

function creationsPerMinute(minutes: readonly LeakFacts[]): number {
  return minutes.reduce((sum, { created }) => sum + created, 0) / minutes.length;
}
