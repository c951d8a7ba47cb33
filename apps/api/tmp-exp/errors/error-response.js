export function errorResponse({ code, message, details }, timestamp) {
    return { error: { code, message, timestamp, ...(details && { details }) } };
}
//# sourceMappingURL=error-response.js.map