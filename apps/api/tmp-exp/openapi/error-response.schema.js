var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ERROR_STATUS } from '../errors/error-codes.js';
let ErrorFactsSchema = class ErrorFactsSchema {
    code;
    message;
    timestamp;
    details;
};
__decorate([
    ApiProperty({ type: 'string', enum: Object.keys(ERROR_STATUS), description: 'What went wrong, for programs' }),
    __metadata("design:type", String)
], ErrorFactsSchema.prototype, "code", void 0);
__decorate([
    ApiProperty({ type: 'string', description: 'What was wrong and what to do about it, for people' }),
    __metadata("design:type", String)
], ErrorFactsSchema.prototype, "message", void 0);
__decorate([
    ApiProperty({ type: 'string', format: 'date-time' }),
    __metadata("design:type", String)
], ErrorFactsSchema.prototype, "timestamp", void 0);
__decorate([
    ApiProperty({
        type: 'object',
        additionalProperties: true,
        selfRequired: false,
        description: 'VALIDATION_ERROR: `fields`, a list of every bad field with its problem and what is allowed. ' +
            'SESSION_EXPIRED: `expiredAt`.',
    }),
    __metadata("design:type", Object)
], ErrorFactsSchema.prototype, "details", void 0);
ErrorFactsSchema = __decorate([
    ApiSchema({ name: 'ErrorFacts' })
], ErrorFactsSchema);
export { ErrorFactsSchema };
let ErrorResponseSchema = class ErrorResponseSchema {
    error;
};
__decorate([
    ApiProperty({ type: ErrorFactsSchema }),
    __metadata("design:type", Object)
], ErrorResponseSchema.prototype, "error", void 0);
ErrorResponseSchema = __decorate([
    ApiSchema({ name: 'ErrorResponse' })
], ErrorResponseSchema);
export { ErrorResponseSchema };
//# sourceMappingURL=error-response.schema.js.map