import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost, type AbstractHttpAdapter } from '@nestjs/core';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long the server goes on to listen after SIGTERM, so that whoever sends requests sees its readiness fall. */
export const DRAIN_MS = 1000;
/** How long after SIGTERM the last connection is cut, whatever it waits for. */
export const LAST_MS = 10_000;

/**
 * Keeps open connections from holding up the shutdown: once it has begun, each ends with the request that it serves, and
 * those that serve none for the time of the drain are closed. After the drain, so are those that send no byte of an
 * unfinished request for as long again; at the deadline, all. Node by itself waits for them without end.
 */
@Injectable()
export class OpenConnections implements OnApplicationBootstrap, OnModuleDestroy {
  /** The last answer of each connection: those before it end before it. */
  readonly #answers = new Map<Socket, ServerResponse | undefined>();
  #draining = false;

  constructor(private readonly host: HttpAdapterHost<AbstractHttpAdapter<Server>>) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer();
    server.on('connection', (socket) => {
      this.#answers.set(socket, undefined);
      socket.once('close', () => this.#answers.delete(socket));
      if (this.#draining) this.#closeWhenIdle(socket);
    });
    server.prependListener('request', ({ socket }, response) => {
      if (this.#answers.has(socket)) this.#answers.set(socket, response);
      if (!this.#draining) return;
      response.setHeader('Connection', 'close');
      this.#closeAfter(response, socket);
    });
  }

  onModuleDestroy(): void {
    this.#draining = true;
    for (const [socket, answer] of this.#answers) {
      this.#closeWhenIdle(socket);
      if (answer) this.#closeAfter(answer, socket);
    }
    const timers = [
      setTimeout(() => timers.push(this.#closeStalled()), DRAIN_MS),
      setTimeout(() => {
        for (const socket of this.#answers.keys()) socket.destroy();
      }, LAST_MS),
    ];
    for (const timer of timers) timer.unref();
    this.host.httpAdapter.getHttpServer().once('close', () => {
      timers.forEach(clearTimeout);
    });
  }

  #closeAfter(answer: ServerResponse, socket: Socket): void {
    answer.once('close', () => {
      if (this.#isIdle(socket)) socket.destroySoon();
    });
  }

  #closeWhenIdle(socket: Socket): void {
    const timer = setTimeout(() => {
      if (this.#isIdle(socket)) socket.destroy();
    }, DRAIN_MS);
    timer.unref();
    socket.once('close', () => {
      clearTimeout(timer);
    });
  }

  /** Looks again and again, since an upload may stall at any time. */
  #closeStalled(): NodeJS.Timeout {
    let received = this.#received();
    const timer = setInterval(() => {
      for (const [socket, answer] of this.#answers) {
        const isUnfinished = answer?.closed === false && !answer.req.complete;
        if (isUnfinished && socket.bytesRead === received.get(socket)) socket.destroy();
      }
      received = this.#received();
    }, DRAIN_MS);
    return timer.unref();
  }

  /** How many bytes have come on each connection. */
  #received(): ReadonlyMap<Socket, number> {
    return new Map([...this.#answers.keys()].map((socket) => [socket, socket.bytesRead]));
  }

  #isIdle(socket: Socket): boolean {
    return this.#answers.get(socket)?.closed !== false;
  }
}
