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
import { Reflector } from '@nestjs/core';
import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../errors/api-error.js';
import { SETTINGS } from '../settings/settings.js';
import { IS_PROBE } from './probe.js';
/** Lets in who sends the API key, if the server has one. Probes need none. */
let ApiKeyGuard = class ApiKeyGuard {
    reflector;
    #expected;
    constructor({ apiKey }, reflector) {
        this.reflector = reflector;
        this.#expected = apiKey === undefined ? undefined : digest(apiKey);
    }
    canActivate(context) {
        if (this.#expected === undefined)
            return true;
        if (this.reflector.getAllAndOverride(IS_PROBE, [context.getHandler(), context.getClass()]))
            return true;
        const sent = context.switchToHttp().getRequest().headers['x-api-key'];
        if (typeof sent === 'string' && timingSafeEqual(digest(sent), this.#expected))
            return true;
        throw ApiError.unauthorized();
    }
};
ApiKeyGuard = __decorate([
    Injectable(),
    __param(0, Inject(SETTINGS)),
    __metadata("design:paramtypes", [Object, Reflector])
], ApiKeyGuard);
export { ApiKeyGuard };
/** Of one length whatever the text, which the constant-time comparison needs. */
function digest(text) {
    return createHash('sha256').update(text).digest();
}
//# sourceMappingURL=api-key.guard.js.map