var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
/** How long the server goes on to listen after SIGTERM, so that whoever sends requests sees its readiness fall. */
export const DRAIN_MS = 1000;
/** How long after SIGTERM the last connection is cut, whatever it waits for. */
export const LAST_MS = 10_000;
/**
 * Keeps open connections from holding up the shutdown: once it has begun, each ends with the request that it serves, and
 * those that serve none for the time of the drain are closed. After the drain, so are those that send no byte of an
 * unfinished request for as long again; at the deadline, all. Node by itself waits for them without end.
 */
let OpenConnections = class OpenConnections {
    host;
    /** The last answer of each connection: those before it end before it. */
    #answers = new Map();
    #draining = false;
    constructor(host) {
        this.host = host;
    }
    onApplicationBootstrap() {
        const server = this.host.httpAdapter.getHttpServer();
        server.on('connection', (socket) => {
            this.#answers.set(socket, undefined);
            socket.once('close', () => this.#answers.delete(socket));
            if (this.#draining)
                this.#closeWhenIdle(socket);
        });
        server.prependListener('request', ({ socket }, response) => {
            if (this.#answers.has(socket))
                this.#answers.set(socket, response);
            if (!this.#draining)
                return;
            response.setHeader('Connection', 'close');
            this.#closeAfter(response, socket);
        });
    }
    onModuleDestroy() {
        this.#draining = true;
        for (const [socket, answer] of this.#answers) {
            this.#closeWhenIdle(socket);
            if (answer)
                this.#closeAfter(answer, socket);
        }
        const timers = [
            setTimeout(() => timers.push(this.#closeStalled()), DRAIN_MS),
            setTimeout(() => {
                for (const socket of this.#answers.keys())
                    socket.destroy();
            }, LAST_MS),
        ];
        for (const timer of timers)
            timer.unref();
        this.host.httpAdapter.getHttpServer().once('close', () => {
            timers.forEach(clearTimeout);
        });
    }
    #closeAfter(answer, socket) {
        answer.once('close', () => {
            if (this.#isIdle(socket))
                socket.destroySoon();
        });
    }
    #closeWhenIdle(socket) {
        const timer = setTimeout(() => {
            if (this.#isIdle(socket))
                socket.destroy();
        }, DRAIN_MS);
        timer.unref();
        socket.once('close', () => {
            clearTimeout(timer);
        });
    }
    /** Looks again and again, since an upload may stall at any time. */
    #closeStalled() {
        let received = this.#received();
        const timer = setInterval(() => {
            for (const [socket, answer] of this.#answers) {
                const isUnfinished = answer?.closed === false && !answer.req.complete;
                if (isUnfinished && socket.bytesRead === received.get(socket))
                    socket.destroy();
            }
            received = this.#received();
        }, DRAIN_MS);
        return timer.unref();
    }
    /** How many bytes have come on each connection. */
    #received() {
        return new Map([...this.#answers.keys()].map((socket) => [socket, socket.bytesRead]));
    }
    #isIdle(socket) {
        return this.#answers.get(socket)?.closed !== false;
    }
};
OpenConnections = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [HttpAdapterHost])
], OpenConnections);
export { OpenConnections };
//# sourceMappingURL=open-connections.js.map