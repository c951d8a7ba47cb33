const INDICATORS = {
    type: 'object',
    additionalProperties: {
        type: 'object',
        required: ['status'],
        properties: { status: { type: 'string', enum: ['up', 'degraded', 'down'] } },
        additionalProperties: true,
    },
};
/** The result of Terminus, for a probe that passed or failed. */
export function probeResult(statuses, example) {
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
//# sourceMappingURL=probe-result.js.map