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
import { ERRORS } from './error-codes.js';
let ErrorFactsDto = class ErrorFactsDto {
    code;
    message;
    timestamp;
    details;
};
__decorate([
    ApiProperty({ type: 'string', enum: Object.keys(ERRORS), description: 'What went wrong, for programs' }),
    __metadata("design:type", String)
], ErrorFactsDto.prototype, "code", void 0);
__decorate([
    ApiProperty({ description: 'What was wrong and what to do, for people' }),
    __metadata("design:type", String)
], ErrorFactsDto.prototype, "message", void 0);
__decorate([
    ApiProperty({ format: 'date-time', example: '2024-01-15T10:30:45.123Z' }),
    __metadata("design:type", String)
], ErrorFactsDto.prototype, "timestamp", void 0);
__decorate([
    ApiProperty({
        type: 'object',
        additionalProperties: true,
        selfRequired: false,
        description: '`fields` or `expiredAt`',
    }),
    __metadata("design:type", Object)
], ErrorFactsDto.prototype, "details", void 0);
ErrorFactsDto = __decorate([
    ApiSchema({ name: 'ErrorFacts' })
], ErrorFactsDto);
export { ErrorFactsDto };
/** The one shape of every error. */
let ErrorResponseDto = class ErrorResponseDto {
    error;
};
__decorate([
    ApiProperty(),
    __metadata("design:type", ErrorFactsDto)
], ErrorResponseDto.prototype, "error", void 0);
ErrorResponseDto = __decorate([
    ApiSchema({ name: 'ErrorResponse' })
], ErrorResponseDto);
export { ErrorResponseDto };
export function errorResponse({ code, message, details }, timestamp) {
    return { error: { code, message, timestamp, ...(details && { details }) } };
}
//# sourceMappingURL=error-response.dto.js.map