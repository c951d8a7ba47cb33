import type { RequestHandler } from 'express';
import { ApiError } from '../errors/api-error.js';
import { isLoopbackHost } from '../settings/variables.js';
import type { Settings } from '../settings/settings.js';

type HostSettings = Pick<Settings, 'ALLOWED_HOSTS' | 'HOST' | 'PUBLIC_URL'>;

/**
 * Answers only requests whose `Host` is a name of this server. A page of another site can make its own name lead here
 * (DNS rebinding), and a browser then sends that name along; without an API key it could read and delete sessions.
 */
export function allowHosts({ ALLOWED_HOSTS, HOST, PUBLIC_URL }: HostSettings): RequestHandler {
  const own = new Set([...ALLOWED_HOSTS, HOST.toLowerCase()]);
  if (PUBLIC_URL !== undefined) own.add(hostname(new URL(PUBLIC_URL).host));
  return (request, _response, next) => {
    const host = hostname(request.headers.host ?? '');
    // The address that the client has connected to is the server's own, and no name that can lead elsewhere.
    const isOwn = own.has(host) || isLoopbackHost(host) || host === unmapped(request.socket.localAddress);
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

/** An IPv4 address that is written as IPv6 as what it is. */
function unmapped(address = ''): string {
  return address.replace(/^::ffff:(?=\d+\.)/, '');
}
