/** Where in JSON, of few levels, numbers stand that are too large to be one: JSON would write them as null. */
export function nonFiniteNumbers(json) {
    const found = [];
    const path = [];
    const search = (value) => {
        if (typeof value === 'number' && !Number.isFinite(value))
            found.push([...path]);
        if (typeof value !== 'object' || value === null)
            return;
        for (const [key, inner] of Object.entries(value)) {
            path.push(key);
            search(inner);
            path.pop();
        }
    };
    search(json);
    return found;
}
//# sourceMappingURL=non-finite-numbers.js.map