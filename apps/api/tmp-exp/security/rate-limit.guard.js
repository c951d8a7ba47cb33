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
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import { ApiError } from '../errors/api-error.js';
import { SETTINGS } from '../settings/settings.js';
import { IS_PROBE } from './probe.js';
import { RateLimit } from './rate-limit.js';
/** Limits how many requests a minute one client address may make, if the server has a limit. Probes have none. */
let RateLimitGuard = class RateLimitGuard {
    reflector;
    host;
    #limit;
    constructor({ rateLimitPerMinute }, reflector, host) {
        this.reflector = reflector;
        this.host = host;
        this.#limit = rateLimitPerMinute > 0 ? new RateLimit(rateLimitPerMinute) : undefined;
    }
    canActivate(context) {
        if (!this.#limit || this.reflector.getAllAndOverride(IS_PROBE, [context.getHandler(), context.getClass()]))
            return true;
        const http = context.switchToHttp();
        const { ip = 'unknown' } = http.getRequest();
        const wait = this.#limit.secondsToWait(ip);
        if (wait === 0)
            return true;
        this.host.httpAdapter.setHeader(http.getResponse(), 'Retry-After', String(wait));
        throw ApiError.rateLimited();
    }
};
RateLimitGuard = __decorate([
    Injectable(),
    __param(0, Inject(SETTINGS)),
    __metadata("design:paramtypes", [Object, Reflector,
        HttpAdapterHost])
], RateLimitGuard);
export { RateLimitGuard };
//# sourceMappingURL=rate-limit.guard.js.map