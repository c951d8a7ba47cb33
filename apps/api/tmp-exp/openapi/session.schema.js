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
import { TimeoutConfigSchema } from './timeout-config.schema.js';
let SessionSchema = class SessionSchema {
    sessionId;
    channelId;
    agentId;
    userId;
    createdAt;
    lastActivity;
    expiresAt;
    metadata;
    timeoutConfig;
    renewalCount;
    timeRemaining;
    isNearExpiration;
};
__decorate([
    ApiProperty({
        type: 'string',
        description: 'Opaque and URL-safe. Whoever knows it holds the session: treat it like a password',
        example: 'Vq3T0mJ6yCkR1wZp8sXbN4aE',
    }),
    __metadata("design:type", String)
], SessionSchema.prototype, "sessionId", void 0);
__decorate([
    ApiProperty({
        type: 'string',
        format: 'uuid',
        description: 'Stable for the life of the session',
        example: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    }),
    __metadata("design:type", String)
], SessionSchema.prototype, "channelId", void 0);
__decorate([
    ApiProperty({ type: 'string', format: 'uuid', example: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' }),
    __metadata("design:type", String)
], SessionSchema.prototype, "agentId", void 0);
__decorate([
    ApiProperty({ type: 'string', format: 'uuid', example: '6ba7b810-9dad-41d1-80b4-00c04fd430c8' }),
    __metadata("design:type", String)
], SessionSchema.prototype, "userId", void 0);
__decorate([
    ApiProperty({ type: 'string', format: 'date-time', example: '2024-01-15T10:00:00.000Z' }),
    __metadata("design:type", String)
], SessionSchema.prototype, "createdAt", void 0);
__decorate([
    ApiProperty({ type: 'string', format: 'date-time', example: '2024-01-15T10:00:00.000Z' }),
    __metadata("design:type", String)
], SessionSchema.prototype, "lastActivity", void 0);
__decorate([
    ApiProperty({
        type: 'string',
        format: 'date-time',
        description: 'The session is expired from this instant on',
        example: '2024-01-15T10:30:00.000Z',
    }),
    __metadata("design:type", String)
], SessionSchema.prototype, "expiresAt", void 0);
__decorate([
    ApiProperty({ type: 'object', additionalProperties: true, example: { platform: 'web' } }),
    __metadata("design:type", Object)
], SessionSchema.prototype, "metadata", void 0);
__decorate([
    ApiProperty({ type: TimeoutConfigSchema }),
    __metadata("design:type", Object)
], SessionSchema.prototype, "timeoutConfig", void 0);
__decorate([
    ApiProperty({
        type: 'integer',
        minimum: 0,
        description: 'How often activity or a renewal moved the deadline',
        example: 0,
    }),
    __metadata("design:type", Number)
], SessionSchema.prototype, "renewalCount", void 0);
__decorate([
    ApiProperty({ type: 'integer', minimum: 0, description: 'Milliseconds until expiresAt', example: 1_800_000 }),
    __metadata("design:type", Number)
], SessionSchema.prototype, "timeRemaining", void 0);
__decorate([
    ApiProperty({ type: 'boolean', description: 'Whether it is within its warning threshold', example: false }),
    __metadata("design:type", Boolean)
], SessionSchema.prototype, "isNearExpiration", void 0);
SessionSchema = __decorate([
    ApiSchema({ name: 'Session' })
], SessionSchema);
export { SessionSchema };
//# sourceMappingURL=session.schema.js.map