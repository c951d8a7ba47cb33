import type { LoggerService } from '@nestjs/common';
import { inspect } from 'node:util';

/** A logger that keeps all its messages in one string. */
export class KeptLog implements LoggerService {
  text = '';

  readonly log = this.#keep.bind(this);
  readonly error = this.#keep.bind(this);
  readonly warn = this.#keep.bind(this);
  readonly debug = this.#keep.bind(this);
  readonly verbose = this.#keep.bind(this);
  readonly fatal = this.#keep.bind(this);

  #keep(...messages: unknown[]): void {
    this.text += messages.map((message) => inspect(message, { depth: 10, showHidden: true })).join(' ') + '\n';
  }
}
