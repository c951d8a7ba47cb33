import { ConsoleLogger } from '@nestjs/common';
import { isatty } from 'node:tty';

const STDOUT = 1;

/** The contexts of this server. Those of Nest list modules and routes at each start. */
const OWN: ReadonlySet<unknown> = new Set(['Admin', 'Requests', 'Server']);

/**
 * Nest's logger: lines for people, or JSON for machines. It writes all warnings and errors, and all other entries of this
 * server, but not those of Nest.
 */
export class ServerLogger extends ConsoleLogger {
  constructor(format: 'text' | 'json') {
    super({
      json: format === 'json',
      colors: format === 'text' && isatty(STDOUT),
      logLevels: ['fatal', 'error', 'warn', 'log'],
      flattenParams: true,
    });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (OWN.has(rest.at(-1))) super.log(message, ...rest);
  }

  protected override getJsonLogObject(
    message: unknown,
    options: Parameters<ConsoleLogger['getJsonLogObject']>[1],
  ): ReturnType<ConsoleLogger['getJsonLogObject']> {
    const object = super.getJsonLogObject(message, options);
    // With its zone, so that lines of different machines can be compared.
    return Object.assign(object, { timestamp: new Date().toISOString() });
  }
}
