import type * as z from 'zod';
import { minutesToMs } from '../settings/minutes.js';
import type { DefaultTimeouts } from '../settings/settings.js';
import { contradictionProblems, type Contradiction } from './contradictions.js';
import type { DurationName, TimeoutChangesRequest } from './timeout-config.js';

type Sound = Partial<Record<DurationName, number>>;
type Context = z.core.$RefinementCtx<TimeoutChangesRequest>;

/** Checks the timeouts of a new session, as they were sent, against each other and against the defaults. */
export function agreeWith(defaults: DefaultTimeouts) {
  return (timeouts: TimeoutChangesRequest, context: Context): void => {
    const bad = badFields(context);
    const sound = soundOnes(timeouts, bad);
    // The other defaults are fitted to the idle timeout, and contradict none.
    const idle = bad.has('timeoutMinutes') ? {} : { timeoutMinutes: defaults.timeoutMinutes };
    report(context, sound, contradictions({ ...idle, ...sound }));
  };
}

/**
 * Checks the timeouts of a change, as they were sent, against each other. What the library finds by itself is left to
 * it, unless something else is wrong already: it knows the timeouts that were not sent, too.
 */
export function agree(timeouts: TimeoutChangesRequest, context: Context): void {
  const sound = soundOnes(timeouts, badFields(context));
  const found = contradictions(sound);
  if (context.issues.length === 0 && found.some(differsInMs)) return;
  report(context, sound, found);
}

function report(context: Context, sent: Sound, found: readonly Contradiction[]): void {
  const has = (name: DurationName): boolean => sent[name] !== undefined;
  for (const { field, problem, allowed } of contradictionProblems(found, { has, unsent: 'the default' })) {
    context.addIssue({ code: 'custom', path: [field], message: allowed, params: { problem } });
  }
}

function badFields({ issues }: Context): ReadonlySet<PropertyKey | undefined> {
  return new Set(issues.map(({ path }) => path?.[0]));
}

/** The durations that are sent and right by themselves. */
function soundOnes(timeouts: unknown, bad: ReadonlySet<PropertyKey | undefined>): Sound {
  const sound: Sound = {};
  if (typeof timeouts !== 'object' || timeouts === null) return sound;
  for (const name of ['timeoutMinutes', 'maxDurationMinutes', 'warningThresholdMinutes'] as const) {
    const minutes: unknown = Reflect.get(timeouts, name);
    if (typeof minutes === 'number' && !bad.has(name)) sound[name] = minutes;
  }
  return sound;
}

function contradictions(timeouts: Sound): Contradiction[] {
  return [
    ...contradiction(timeouts, 'timeoutMinutes', 'maxDurationMinutes'),
    ...contradiction(timeouts, 'warningThresholdMinutes', 'timeoutMinutes'),
    // Whatever lies between them.
    ...(timeouts.timeoutMinutes === undefined
      ? contradiction(timeouts, 'warningThresholdMinutes', 'maxDurationMinutes')
      : []),
  ];
}

function contradiction(timeouts: Sound, lesser: DurationName, greater: DurationName): Contradiction[] {
  const { [lesser]: lesserMinutes, [greater]: greaterMinutes } = timeouts;
  if (lesserMinutes === undefined || greaterMinutes === undefined || lesserMinutes <= greaterMinutes) return [];
  return [{ lesser, lesserMinutes, greater, greaterMinutes }];
}

function differsInMs({ lesserMinutes, greaterMinutes }: Contradiction): boolean {
  return minutesToMs(lesserMinutes) > minutesToMs(greaterMinutes);
}
