/** Browsers accept `Secure` cookies of these hosts over plain HTTP. */
const LOCAL = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)(:\d+)?$/i;

/** Whether the browser drops a `Secure` cookie of this response, because the request came over plain HTTP. */
export function isLostOverHttp(response: object): boolean {
  // `req` on Express, `request` on Fastify.
  const request = objectAt(response, 'req', 'protocol') ?? objectAt(response, 'request', 'protocol');
  if (!request || Reflect.get(request, 'protocol') !== 'http') return false;
  const headers: unknown = Reflect.get(request, 'headers');
  if (typeof headers !== 'object' || headers === null) return false;
  const [host, forwarded]: unknown[] = ['host', 'x-forwarded-proto'].map((name): unknown => Reflect.get(headers, name));
  return typeof host === 'string' && !LOCAL.test(host) && forwarded !== 'https';
}

function objectAt(owner: object, name: string, needed: string): object | undefined {
  const value: unknown = Reflect.get(owner, name);
  return typeof value === 'object' && value !== null && needed in value ? value : undefined;
}
