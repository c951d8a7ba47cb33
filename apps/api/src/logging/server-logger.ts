import { ConsoleLogger } from '@nestjs/common';
import { isatty } from 'node:tty';

const STDOUT = 1;

/** The contexts of this server. Nest's own say at each start which modules and routes there are. */
const OWN: ReadonlySet<unknown> = new Set(['Admin', 'Requests', 'Server']);

/**
 * Nest's logger: lines for people, or JSON for machines. Of what is neither a warning nor an error, it writes what this server
 * says and leaves out what Nest says.
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
