/** What is wrong with every sent timeout that takes part, once for each. */
export function contradictionProblems(contradictions, sent) {
    const problems = new Map();
    const tell = (name, minutes, limit) => {
        if (!sent.has(name))
            return;
        const before = problems.get(name);
        const allowed = before ? `${before.allowed} and ${limit}` : limit;
        problems.set(name, { field: name, problem: `is ${String(minutes)}`, allowed });
    };
    const shown = (name, minutes) => `${name} (${String(minutes)} minutes${sent.has(name) ? '' : `, ${sent.unsent}`})`;
    for (const { lesser, lesserMinutes, greater, greaterMinutes } of contradictions) {
        tell(lesser, lesserMinutes, `at most ${shown(greater, greaterMinutes)}`);
        tell(greater, greaterMinutes, `at least ${shown(lesser, lesserMinutes)}`);
    }
    return [...problems.values()];
}
//# sourceMappingURL=contradictions.js.map