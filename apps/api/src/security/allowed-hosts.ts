import type { RequestHandler } from 'express';
import type { Socket } from 'node:net';
import { ApiError } from '../errors/api-error.js';
import { isLoopbackHost } from '../settings/variables.js';
import type { Settings } from '../settings/settings.js';

/**
 * Answers only requests whose `Host` is a name of this server. A page of another site can make its own name lead here
 * (DNS rebinding), and a browser then sends that name along; without an API key it could read and delete sessions.
 */
export function allowHosts({ ALLOWED_HOSTS, HOST, PUBLIC_URL }: Settings): RequestHandler {
  const own = new Set(['localhost', '127.0.0.1', ...ALLOWED_HOSTS, HOST.toLowerCase()]);
  if (PUBLIC_URL !== undefined) own.add(hostname(new URL(PUBLIC_URL).host));
  return ({ headers, socket }, _response, next) => {
    const host = hostname(headers.host ?? '');
    const isOwn = own.has(host) || isLoopbackHost(host) || host === connectedTo(socket);
    next(isOwn ? undefined : new ApiError('HOST_NOT_ALLOWED'));
  };
}

/**
 * The address that the client has connected to. It counts as a name, because nobody can make an address lead elsewhere.
 * IPv4 may be written as IPv6.
 */
function connectedTo({ localAddress }: Socket): string | undefined {
  return localAddress?.replace(/^::ffff:(?=\d+\.)/, '');
}

/** Without the port, and without the brackets of an IPv6 address. */
function hostname(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}
