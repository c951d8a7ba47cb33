/** Where the API lives. The probes and the docs lie outside. */
const API_PREFIX = 'api/messaging';

export const ADMIN_PATH = `${API_PREFIX}/admin`;
export const SESSIONS_PATH = `${API_PREFIX}/sessions`;
export const HEALTH_PATH = `${SESSIONS_PATH}/health`;
export const HISTORY_PATH = `${HEALTH_PATH}/history`;
export const LIVE_PATH = 'health/live';
export const READY_PATH = 'health/ready';
