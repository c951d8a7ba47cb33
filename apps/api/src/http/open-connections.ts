import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost, type AbstractHttpAdapter } from '@nestjs/core';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long the server goes on to listen after SIGTERM, so that whoever sends requests sees its readiness fall. */
export const DRAIN_MS = 1000;

/**
 * Keeps open connections from holding up the shutdown: once it has begun, each ends with the request that it serves, and
 * those that serve none for the time of the drain are closed. Node by itself waits for them, for those that never sent a
 * request even without end.
 */
@Injectable()
export class OpenConnections implements OnApplicationBootstrap, OnModuleDestroy {
  /** How many requests each connection is serving. */
  readonly #serving = new Map<Socket, number>();
  #draining = false;

  constructor(private readonly host: HttpAdapterHost<AbstractHttpAdapter<Server>>) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer();
    server.on('connection', (socket) => {
      this.#serving.set(socket, 0);
      socket.once('close', () => this.#serving.delete(socket));
      if (this.#draining) this.#closeWhenIdle(socket);
    });
    server.prependListener('request', ({ socket }, response) => {
      this.#count(socket, 1);
      if (this.#draining) response.setHeader('Connection', 'close');
      response.once('close', () => {
        this.#count(socket, -1);
        if (this.#draining && this.#serving.get(socket) === 0) socket.end();
      });
    });
  }

  onModuleDestroy(): void {
    this.#draining = true;
    for (const socket of this.#serving.keys()) this.#closeWhenIdle(socket);
  }

  #count(socket: Socket, change: 1 | -1): void {
    const serving = this.#serving.get(socket);
    if (serving !== undefined) this.#serving.set(socket, serving + change);
  }

  #closeWhenIdle(socket: Socket): void {
    const timer = setTimeout(() => {
      if (this.#serving.get(socket) === 0) socket.destroy();
    }, DRAIN_MS);
    timer.unref();
    socket.once('close', () => {
      clearTimeout(timer);
    });
  }
}
