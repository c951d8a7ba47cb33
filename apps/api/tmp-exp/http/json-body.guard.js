var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
import { ApiError } from '../errors/api-error.js';
/** Refuses a body that the JSON parser left alone because of its type. The body of a GET has no meaning. */
let JsonBodyGuard = class JsonBodyGuard {
    canActivate(context) {
        const { method, body, headers } = context.switchToHttp().getRequest();
        const hasBody = headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
        if (body !== undefined || !hasBody || method === 'GET' || method === 'HEAD')
            return true;
        throw new ApiError('UNSUPPORTED_MEDIA_TYPE');
    }
};
JsonBodyGuard = __decorate([
    Injectable()
], JsonBodyGuard);
export { JsonBodyGuard };
//# sourceMappingURL=json-body.guard.js.map