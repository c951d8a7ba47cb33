/** The prefix of the API. The probes and the docs do not have it. */
const API_PREFIX = 'api/messaging';

export const ADMIN_PATH = `${API_PREFIX}/admin`;
export const SESSIONS_PATH = `${API_PREFIX}/sessions`;
export const HEALTH_PATH = `${SESSIONS_PATH}/health`;
export const HISTORY_PATH = `${HEALTH_PATH}/history`;
export const LIVE_PATH = 'health/live';
export const READY_PATH = 'health/ready';

/** The path of the route as its controller declares it, which holds no ids. Express keeps the route in the request. */
export function routeOf(request: object): string | undefined {
  const route: unknown = Reflect.get(request, 'route');
  const path: unknown = typeof route === 'object' && route !== null ? Reflect.get(route, 'path') : undefined;
  return typeof path === 'string' ? path : undefined;
}
