/** The result of Terminus for a probe that passed. */
export function passedProbeSchema(details) {
    return probeSchema(['ok', 'degraded'], { status: 'ok', info: details, error: {}, details });
}
/** The result of Terminus for a probe that failed. */
export function failedProbeSchema(details, status) {
    return probeSchema(['error', 'shutting_down'], { status, info: {}, error: details, details });
}
function probeSchema(statuses, example) {
    return {
        type: 'object',
        required: ['status', 'info', 'error', 'details'],
        properties: {
            status: { type: 'string', enum: statuses },
            info: { ...INDICATORS, description: 'What is up or degraded' },
            error: { ...INDICATORS, description: 'What is down' },
            details: { ...INDICATORS, description: 'All of it' },
        },
        example,
    };
}
const INDICATORS = {
    type: 'object',
    additionalProperties: {
        type: 'object',
        required: ['status'],
        properties: { status: { type: 'string', enum: ['up', 'degraded', 'down'] } },
        additionalProperties: true,
    },
};
//# sourceMappingURL=probe-schemas.js.map