import { minutesToMs } from '../settings/minutes.js';
import { contradictionProblems } from './contradictions.js';
/** Checks the timeouts of a new session, as they were sent, against each other and against the defaults. */
export function agreeWith(defaults) {
    return (timeouts, context) => {
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
export function agree(timeouts, context) {
    const sound = soundOnes(timeouts, badFields(context));
    const found = contradictions(sound);
    if (context.issues.length === 0 && found.some(differsInMs))
        return;
    report(context, sound, found);
}
function report(context, sent, found) {
    const has = (name) => sent[name] !== undefined;
    for (const { field, problem, allowed } of contradictionProblems(found, { has, unsent: 'the default' })) {
        context.addIssue({ code: 'custom', path: [field], message: allowed, params: { problem } });
    }
}
function badFields({ issues }) {
    return new Set(issues.map(({ path }) => path?.[0]));
}
/** The durations that are sent and right by themselves. */
function soundOnes(timeouts, bad) {
    const sound = {};
    if (typeof timeouts !== 'object' || timeouts === null)
        return sound;
    for (const name of ['timeoutMinutes', 'maxDurationMinutes', 'warningThresholdMinutes']) {
        const minutes = Reflect.get(timeouts, name);
        if (typeof minutes === 'number' && !bad.has(name))
            sound[name] = minutes;
    }
    return sound;
}
function contradictions(timeouts) {
    return [
        ...contradiction(timeouts, 'timeoutMinutes', 'maxDurationMinutes'),
        ...contradiction(timeouts, 'warningThresholdMinutes', 'timeoutMinutes'),
        // Whatever lies between them.
        ...(timeouts.timeoutMinutes === undefined
            ? contradiction(timeouts, 'warningThresholdMinutes', 'maxDurationMinutes')
            : []),
    ];
}
function contradiction(timeouts, lesser, greater) {
    const { [lesser]: lesserMinutes, [greater]: greaterMinutes } = timeouts;
    if (lesserMinutes === undefined || greaterMinutes === undefined || lesserMinutes <= greaterMinutes)
        return [];
    return [{ lesser, lesserMinutes, greater, greaterMinutes }];
}
function differsInMs({ lesserMinutes, greaterMinutes }) {
    return minutesToMs(lesserMinutes) > minutesToMs(greaterMinutes);
}
//# sourceMappingURL=sent-timeouts.js.map