const MS_PER_MINUTE = 60_000;

/** Minutes, fractions allowed, as whole milliseconds. */
export function minutesToMs(minutes: number): number {
  return Math.round(minutes * MS_PER_MINUTE);
}

export function msToMinutes(ms: number): number {
  return ms / MS_PER_MINUTE;
}
