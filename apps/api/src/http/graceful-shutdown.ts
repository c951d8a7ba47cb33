import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost, type AbstractHttpAdapter } from '@nestjs/core';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { SETTINGS, type Settings } from '../settings/settings.js';

/** How long after the drain a connection may stay silent: a proxy that has just connected is about to send its request. */
const SILENT_FOR_MS = 250;
/** How long after the drain the last connection is cut, whatever it waits for. */
export const CUT_AFTER_MS = 10_000;

/**
 * Ends connections without a reset: from SIGTERM on, every answer says `Connection: close`, also those that were under way
 * by then. After the drain Node closes idle connections by itself; those that never sent a request are closed here a moment
 * later, and so are, at the end, all that are left.
 */
@Injectable()
export class GracefulShutdown implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #underWay = new Set<ServerResponse>();
  readonly #silent = new Set<Socket>();
  #draining = false;

  constructor(
    private readonly host: HttpAdapterHost<AbstractHttpAdapter<Server>>,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer();
    server.on('connection', (socket) => {
      this.#silent.add(socket);
      socket.once('close', () => this.#silent.delete(socket));
    });
    server.prependListener('request', (request, response) => {
      const { socket } = request;
      this.#silent.delete(socket);
      if (this.#draining) response.setHeader('Connection', 'close');
      this.#underWay.add(response);
      response.once('close', () => {
        this.#underWay.delete(response);
        // A refused request was answered before its body, which may never come.
        if (!request.complete) this.#silent.add(socket);
      });
    });
  }

  onModuleDestroy(): void {
    this.#draining = true;
    for (const response of this.#underWay) {
      if (!response.headersSent) response.setHeader('Connection', 'close');
    }
    const server = this.host.httpAdapter.getHttpServer();
    const drainMs = this.settings.DRAIN_SECONDS * 1000;
    const timers = [
      setTimeout(() => this.#silent.forEach((socket) => socket.destroy()), drainMs + SILENT_FOR_MS),
      setTimeout(() => server.closeAllConnections(), drainMs + CUT_AFTER_MS),
    ];
    server.once('close', () => timers.forEach(clearTimeout));
  }
}
