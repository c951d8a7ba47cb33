/** Where the API lives; the probes and the docs stand outside. */
export const API_PREFIX = 'api/messaging';
