/** The methods that the responses of Express and Fastify share. */
export interface CookieResponse {
  header(name: string, value: string): unknown;
  /** Express only. */
  append?(name: string, value: string): unknown;
}

/**
 * Adds a `Set-Cookie` header and keeps the existing ones. On Express `header` would replace them; on Fastify it adds.
 */
export function addCookie(response: CookieResponse, cookie: string): void {
  if (typeof response.append === 'function') response.append('set-cookie', cookie);
  else response.header('set-cookie', cookie);
}
