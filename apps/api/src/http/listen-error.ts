/** Why the server can't listen, and what to do about the setting of the port or of `HOST`. */
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program does already. Stop it, or set PORT.',
  EACCES: 'that needs more rights. Set PORT to 1024 or above.',
  EADDRNOTAVAIL: 'this machine has no such address. Set HOST.',
  ENOTFOUND: 'there is no such host. Set HOST.',
};

export class ListenError extends Error {
  /** `name` is the setting that gives the port. */
  constructor(host: string, port: number, name: 'PORT' | 'METRICS_PORT', cause: unknown) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const reason = (REASONS[code] ?? code).replace('PORT', name);
    super(`The server can't listen on ${host}, port ${String(port)}: ${reason}`, { cause });
  }
}
