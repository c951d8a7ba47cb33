import fc from 'fast-check';
import type { EndCause, OnReuse, Timeouts } from '../src/index.js';
import type { UserLimit } from '../src/domain/session.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const timeouts: fc.Arbitrary<Timeouts> = fc
  .record({
    idleTimeoutMs: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(5 * MINUTE, 30 * MINUTE, 60 * MINUTE)),
    extra: fc.oneof(fc.constantFrom(0, 1, 40 * MINUTE, DAY), fc.integer({ min: 0, max: 30 })),
    share: fc.constantFrom(0, 0.1, 0.5, 1),
    autoRenew: fc.boolean(),
  })
  .map(({ idleTimeoutMs, extra, share, autoRenew }) => ({
    idleTimeoutMs,
    absoluteTimeoutMs: idleTimeoutMs + extra,
    warningThresholdMs: Math.floor(idleTimeoutMs * share),
    autoRenew,
  }));

const changes = fc.record(
  {
    idleTimeoutMs: fc.constantFrom(1, 10, 5 * MINUTE, 45 * MINUTE),
    absoluteTimeoutMs: fc.constantFrom(10, 30 * MINUTE, 3 * DAY),
    warningThresholdMs: fc.constantFrom(0, 1, MINUTE, 30 * MINUTE),
    autoRenew: fc.boolean(),
  },
  { requiredKeys: [] },
);

const limit: fc.Arbitrary<UserLimit | undefined> = fc.option(
  fc.record({ max: fc.integer({ min: 1, max: 4 }), policy: fc.constantFrom('reject', 'evict-oldest') }),
  { nil: undefined },
);

const cause: fc.Arbitrary<EndCause> = fc.record(
  { reason: fc.constantFrom('password changed', 'deleted'), by: fc.constantFrom('ada', 'admin:7') },
  { requiredKeys: [] },
);

export const onReuse = fc.constantFrom<OnReuse>('report', 'revoke-session', 'revoke-user');

const which = fc.nat();
/** One step of a random history. */
export const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('create' as const),
      user: fc.nat(3),
      timeouts,
      limit,
      authenticated: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('touch' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('renew' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('updateTimeouts' as const), which, changes }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), which, cause }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('deleteByHandle' as const), which, user: fc.nat(3) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('rotate' as const), which, graceMs: fc.constantFrom(0, 10, MINUTE) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('createGuest' as const), timeouts }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('authenticated' as const), which }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('signIn' as const), which, user: fc.nat(3), timeouts, limit }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('updateMetadata' as const),
      which,
      key: fc.constantFrom('a', 'b'),
      value: fc.nat(9),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke' as const), user: fc.nat(3), which: fc.option(which) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('corrupt' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sweep' as const), batch: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constantFrom(MINUTE, 5 * MINUTE, 25 * MINUTE, DAY, 3 * DAY)),
    }),
  },
);

export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The timeouts as an application gives them. */
export function asOptions({
  idleTimeoutMs,
  absoluteTimeoutMs,
  warningThresholdMs,
  autoRenew,
}: Partial<Timeouts>): object {
  return {
    ...(idleTimeoutMs !== undefined && { idleTimeout: idleTimeoutMs }),
    ...(absoluteTimeoutMs !== undefined && { absoluteTimeout: absoluteTimeoutMs }),
    ...(warningThresholdMs !== undefined && { warningThreshold: warningThresholdMs }),
    ...(autoRenew !== undefined && { autoRenew }),
  };
}
