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
import { Inject, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { ApiError } from '../errors/api-error.js';
import { isWhat, shownName } from '../errors/field-problem.js';
import { SETTINGS } from '../settings/settings.js';
import { RequestSchema } from './request-schema.js';
/** Nest's pipe for `{ schema }`. One `VALIDATION_ERROR` names every bad field. */
let RequestPipe = class RequestPipe extends StandardSchemaValidationPipe {
    settings;
    constructor(settings) {
        super();
        this.settings = settings;
    }
    async validate(value, schema) {
        const concrete = schema instanceof RequestSchema ? schema.with(this.settings) : schema;
        const result = await super.validate(value, concrete);
        if (result.issues)
            throw ApiError.invalid(result.issues.flatMap((issue) => problemsOf(issue, value)));
        return result;
    }
    /** Nothing of metadata is dropped, whatever its keys; everywhere else, unknown keys are refused. */
    stripProtoKeys() {
        // Nothing to do.
    }
};
RequestPipe = __decorate([
    Injectable(),
    __param(0, Inject(SETTINGS)),
    __metadata("design:paramtypes", [Object])
], RequestPipe);
export { RequestPipe };
function problemsOf({ path = [], message: allowed, keys, params }, input) {
    const names = path.map((part) => (typeof part === 'object' ? part.key : part));
    if (keys) {
        return keys.map((key) => ({ field: [...names, shownName(key)].join('.'), problem: 'is not known', allowed }));
    }
    const value = names.reduce((at, name) => (isObject(at) ? Reflect.get(at, name) : undefined), input);
    return [{ field: names.join('.') || 'body', problem: params?.problem ?? isWhat(value), allowed }];
}
function isObject(value) {
    return typeof value === 'object' && value !== null;
}
//# sourceMappingURL=request.pipe.js.map