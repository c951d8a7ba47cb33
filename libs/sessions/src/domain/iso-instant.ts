const MS_PER_DAY = 86_400_000;

/** The day that was written last, and its text up to the `T`. */
let lastDay = NaN;
let date = '';

/**
 * An instant (epoch milliseconds) as ISO 8601 in UTC: the text of `toISOString`, which works out the date each time, and by
 * that is the dearest step of an answer. Throws `RangeError` for what no `Date` can show.
 */
export function isoInstant(at: number): string {
  const day = Math.floor(at / MS_PER_DAY);
  if (day !== lastDay) {
    date = new Date(day * MS_PER_DAY).toISOString().slice(0, -'00:00:00.000Z'.length);
    lastDay = day;
  }
  const ms = at - day * MS_PER_DAY;
  const hours = digits(Math.floor(ms / 3_600_000), 2);
  const minutes = digits(Math.floor(ms / 60_000) % 60, 2);
  const seconds = digits(Math.floor(ms / 1000) % 60, 2);
  return `${date}${hours}:${minutes}:${seconds}.${digits(ms % 1000, 3)}Z`;
}

function digits(number: number, count: number): string {
  return String(number).padStart(count, '0');
}
