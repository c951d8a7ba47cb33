var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
var __param = (this && this.__param) || function (paramIndex, decorator) {
    return function (target, key) { decorator(target, key, paramIndex); }
};
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { SETTINGS } from '../settings/settings.js';
/** How long after the drain the last connection is cut, whatever it waits for. */
const CUT_AFTER_MS = 10_000;
/**
 * Ends connections without a reset: from SIGTERM on, every answer says `Connection: close`, also those that were under way
 * by then. After the drain Node closes idle connections by itself; those that never sent a request are closed here, and
 * so are, at the end, all that are left.
 */
let GracefulShutdown = class GracefulShutdown {
    host;
    settings;
    #underWay = new Set();
    #silent = new Set();
    #draining = false;
    constructor(host, settings) {
        this.host = host;
        this.settings = settings;
    }
    onApplicationBootstrap() {
        const server = this.host.httpAdapter.getHttpServer();
        server.on('connection', (socket) => {
            this.#silent.add(socket);
            socket.once('close', () => this.#silent.delete(socket));
        });
        server.prependListener('request', ({ socket }, response) => {
            this.#silent.delete(socket);
            if (this.#draining)
                response.setHeader('Connection', 'close');
            this.#underWay.add(response);
            response.once('close', () => this.#underWay.delete(response));
        });
    }
    onModuleDestroy() {
        this.#draining = true;
        for (const response of this.#underWay) {
            if (!response.headersSent)
                response.setHeader('Connection', 'close');
        }
        const server = this.host.httpAdapter.getHttpServer();
        const drainMs = this.settings.DRAIN_SECONDS * 1000;
        const timers = [
            setTimeout(() => this.#silent.forEach((socket) => socket.destroy()), drainMs),
            setTimeout(() => server.closeAllConnections(), drainMs + CUT_AFTER_MS),
        ];
        server.once('close', () => timers.forEach(clearTimeout));
    }
};
GracefulShutdown = __decorate([
    Injectable(),
    __param(1, Inject(SETTINGS)),
    __metadata("design:paramtypes", [HttpAdapterHost, Object])
], GracefulShutdown);
export { GracefulShutdown };
//# sourceMappingURL=graceful-shutdown.js.map