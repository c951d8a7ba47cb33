const MS_PER_MINUTE = 60_000;
/** Minutes, fractions allowed, as whole milliseconds. */
export function minutesToMs(minutes) {
    return Math.round(minutes * MS_PER_MINUTE);
}
export function msToMinutes(ms) {
    return ms / MS_PER_MINUTE;
}
//# sourceMappingURL=minutes.js.map