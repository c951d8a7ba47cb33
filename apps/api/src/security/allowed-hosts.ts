import type { RequestHandler } from 'express';
import { ApiError } from '../errors/api-error.js';
import { isLoopbackHost } from '../settings/variables.js';
import type { Settings } from '../settings/settings.js';

/**
 * Answers only requests whose `Host` is a name of this server. A page of another site can make its own name lead here
 * (DNS rebinding), and a browser then sends that name along; without an API key it could read and delete sessions.
 */
export function allowHosts({ ALLOWED_HOSTS, HOST, PUBLIC_URL }: Settings): RequestHandler {
  const own = new Set([...ALLOWED_HOSTS, HOST.toLowerCase()]);
  if (PUBLIC_URL !== undefined) own.add(hostname(new URL(PUBLIC_URL).host));
  return (request, _response, next) => {
    const host = hostname(request.headers.host ?? '');
    // The address that the client has connected to, an IPv4 one perhaps written as IPv6. It can't lead elsewhere.
    const connectedTo = request.socket.localAddress?.replace(/^::ffff:(?=\d+\.)/, '');
    const isOwn = own.has(host) || isLoopbackHost(host) || host === connectedTo;
    next(isOwn ? undefined : new ApiError('HOST_NOT_ALLOWED'));
  };
}

/** Without the port, and without the brackets of an IPv6 address. */
function hostname(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}
