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
let TimeoutConfigSchema = class TimeoutConfigSchema {
    timeoutMinutes;
    autoRenew;
    maxDurationMinutes;
    warningThresholdMinutes;
};
__decorate([
    ApiProperty({ type: 'number', description: 'The longest gap between two activities, in minutes', example: 30 }),
    __metadata("design:type", Number)
], TimeoutConfigSchema.prototype, "timeoutMinutes", void 0);
__decorate([
    ApiProperty({ type: 'boolean', description: 'Whether activity extends the session', example: true }),
    __metadata("design:type", Boolean)
], TimeoutConfigSchema.prototype, "autoRenew", void 0);
__decorate([
    ApiProperty({ type: 'number', description: 'The longest life, however active, in minutes', example: 720 }),
    __metadata("design:type", Number)
], TimeoutConfigSchema.prototype, "maxDurationMinutes", void 0);
__decorate([
    ApiProperty({
        type: 'number',
        description: 'How long before its expiry the session counts as near expiration, in minutes',
        example: 5,
    }),
    __metadata("design:type", Number)
], TimeoutConfigSchema.prototype, "warningThresholdMinutes", void 0);
TimeoutConfigSchema = __decorate([
    ApiSchema({ name: 'TimeoutConfig' })
], TimeoutConfigSchema);
export { TimeoutConfigSchema };
//# sourceMappingURL=timeout-config.schema.js.map