var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
import { ApiError } from '../errors/api-error.js';
const UTF_8 = new TextDecoder('utf-8', { fatal: true });
/**
 * Lets in bodies that are JSON, and reads them. The adapters hand out bodies as they came (see `acceptRawBodies`), so that
 * Express and Fastify refuse the same bodies in the same words. A guard, since an interceptor would wrap every request in
 * observables.
 */
let RequestBodyGuard = class RequestBodyGuard {
    canActivate(context) {
        const request = context.switchToHttp().getRequest();
        if (Buffer.isBuffer(request.body))
            request.body = readJson(request.body, request.headers);
        return true;
    }
};
RequestBodyGuard = __decorate([
    Injectable()
], RequestBodyGuard);
export { RequestBodyGuard };
function readJson(body, headers) {
    if (body.length === 0)
        return undefined;
    if (!isUtf8Json(headers['content-type']) || !isPlain(headers['content-encoding']))
        throw ApiError.notJson();
    const text = decode(body);
    try {
        return JSON.parse(text);
    }
    catch {
        throw ApiError.invalid([{ field: 'body', problem: 'is broken JSON', allowed: 'a JSON object' }]);
    }
}
function decode(body) {
    try {
        return UTF_8.decode(body);
    }
    catch {
        throw ApiError.invalid([{ field: 'body', problem: 'is broken UTF-8', allowed: 'a JSON object in UTF-8' }]);
    }
}
function isUtf8Json(contentType = '') {
    const [mediaType = '', ...parameters] = contentType.toLowerCase().split(';');
    const isJson = /^application\/([\w.!#$&^-]+\+)?json$/.test(mediaType.trim());
    const charset = parameters.map((parameter) => /^charset="?([^"]*)"?$/.exec(parameter.trim())?.[1]).find(Boolean);
    return isJson && (charset === undefined || charset === 'utf-8' || charset === 'utf8');
}
function isPlain(contentEncoding = 'identity') {
    return contentEncoding.toLowerCase() === 'identity';
}
//# sourceMappingURL=request-body.guard.js.map