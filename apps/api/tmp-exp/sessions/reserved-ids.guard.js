var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
import { HEALTH_SEGMENT } from '../api-prefix.js';
import { ApiError } from '../errors/api-error.js';
/** `health` is no session id: an address that would take it for one has nothing. */
let ReservedIdsGuard = class ReservedIdsGuard {
    canActivate(context) {
        const { params } = context.switchToHttp().getRequest();
        if (params.sessionId !== HEALTH_SEGMENT)
            return true;
        throw ApiError.notFound();
    }
};
ReservedIdsGuard = __decorate([
    Injectable()
], ReservedIdsGuard);
export { ReservedIdsGuard };
//# sourceMappingURL=reserved-ids.guard.js.map