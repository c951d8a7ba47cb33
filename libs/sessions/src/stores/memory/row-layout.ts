/**
 * The layout of a session's row. Every other file takes its columns from here.
 *
 * The numbers of a session lie side by side, in 13 words of 64 bits. A float column takes a word; two integer columns of
 * 32 bits share one.
 *
 *     word │ 0          │ 1               │ 2              │ 3                         │
 *          │ createdAt  │ lastActivityAt  │ lastRenewedAt  │ renewalCount │ isReported │  the session
 *
 *     word │ 4          │ 5                │ 6             │ 7                │
 *          │ expiresAt  │ previous │ next  │ warnAt        │ previous │ next  │  its entries in two time indexes
 *
 *     word │ 8       │ 9                │ 10                │ 11                   │
 *          │ serial  │ older │ younger  │ count │ youngest  │ hash │ next in hash  │  its entry in the list of its user
 *
 *     word │ 12                     │
 *          │ handleHigh │ handleLow │  the 64 bits of its handle
 *
 * A slot is the number of a row. `previous`, `next`, `older` and `younger` are slots, stored as slot + 1: new rows are
 * zero, which means none. `count`, `youngest` (a slot as it is) and the hash are valid in the row of a user's oldest
 * session only. In the row of a free slot, `renewalCount` is the slot that became free before it, as slot + 1.
 *
 * What is not a number lies in columns of values beside it:
 *
 *          │ id │ userId │ attributes │ metadata │ timeouts │
 */

/** An entry in a `TimeIndex`: offsets of its columns from the word at which it begins. */
export const TIME_ENTRY = {
  words: 2,
  /** A float column. */
  instant: 0,
  /** Integer columns. */
  previous: 2,
  next: 3,
} as const;

/** An entry in `UserLists`. */
export const USER_ENTRY = {
  words: 4,
  /** A float column: the order of creation. */
  serial: 0,
  /** Integer columns. */
  older: 2,
  younger: 3,
  count: 4,
  youngest: 5,
  /** The word at which the entry of the hash table begins. */
  bucket: 3,
} as const;

/** An entry in `SlotBuckets`: integer columns. */
export const BUCKET_ENTRY = { words: 1, hash: 0, next: 1 } as const;

/** The columns of a row: first the float columns by word, then the integer columns, two to a word. */
export const ROW = {
  createdAt: 0,
  lastActivityAt: 1,
  lastRenewedAt: 2,
  renewalCount: 6,
  /** 1 once a sweep has reported the session as expiring, until its deadline moves. */
  isReported: 7,
  nextFree: 6,
  /** The words at which the entries begin. */
  expiry: 4,
  warning: 4 + TIME_ENTRY.words,
  user: 4 + 2 * TIME_ENTRY.words,
  handleHigh: 2 * (4 + 2 * TIME_ENTRY.words + USER_ENTRY.words),
  handleLow: 2 * (4 + 2 * TIME_ENTRY.words + USER_ENTRY.words) + 1,
  words: 5 + 2 * TIME_ENTRY.words + USER_ENTRY.words,
} as const;

/** The columns of values. */
export const VALUE = { id: 0, userId: 1, attributes: 2, metadata: 3, timeouts: 4 } as const;
