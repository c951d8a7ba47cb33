import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost, type AbstractHttpAdapter } from '@nestjs/core';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { SETTINGS, type Settings } from '../settings/settings.js';

/** How long after the drain a connection may stay silent: a proxy that has just connected is about to send its request. */
const SILENT_FOR_MS = 250;
/** This long after the drain, all remaining connections are cut, whatever they wait for. */
export const CUT_AFTER_MS = 10_000;

/**
 * Ends connections without a reset. From SIGTERM on, every answer says `Connection: close`, also to requests that came before
 * it. After the drain, Node closes idle connections. A moment later, this class closes those that Node does not take for idle,
 * and at the end all that are left.
 */
@Injectable()
export class GracefulShutdown implements OnApplicationBootstrap, OnModuleDestroy {
  /** The open connections, with their last answer. */
  readonly #connections = new Map<Socket, ServerResponse | undefined>();
  readonly #logger = new Logger('Server');
  #draining = false;

  constructor(
    private readonly host: HttpAdapterHost<AbstractHttpAdapter<Server>>,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer();
    server.on('connection', (socket) => {
      this.#connections.set(socket, undefined);
      socket.once('close', () => this.#connections.delete(socket));
    });
    server.prependListener('request', ({ socket }, response) => {
      if (this.#draining) response.setHeader('Connection', 'close');
      this.#connections.set(socket, response);
    });
  }

  onModuleDestroy(): void {
    this.#draining = true;
    this.#logger.log(`Shutting down: new requests are answered for ${String(this.settings.DRAIN_SECONDS)} s more.`);
    for (const response of this.#connections.values()) {
      if (response?.headersSent === false) response.setHeader('Connection', 'close');
    }
    const server = this.host.httpAdapter.getHttpServer();
    const drainMs = this.settings.DRAIN_SECONDS * 1000;
    const timers = [
      setTimeout(() => this.#closeSilent(), drainMs + SILENT_FOR_MS),
      setTimeout(() => server.closeAllConnections(), drainMs + CUT_AFTER_MS),
    ];
    server.once('close', () => timers.forEach(clearTimeout));
  }

  /** Closes connections that never sent a request, and those whose request has its answer, but whose body may never come. */
  #closeSilent(): void {
    for (const [socket, response] of this.#connections) {
      if (!response || (response.writableFinished && !response.req.complete)) socket.destroy();
    }
  }
}
