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
import { isExpiringSoon, remainingMs } from 'nest-sessions';
import { EXAMPLE } from '../openapi/decorators.js';
import { TimeoutConfigDto, toTimeoutConfig } from './timeouts.js';
/** A session on the wire, as it was at one instant. */
let SessionDto = class SessionDto {
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
        description: 'Whoever knows it holds the session: treat it like a password',
        example: EXAMPLE.sessionId,
    }),
    __metadata("design:type", String)
], SessionDto.prototype, "sessionId", void 0);
__decorate([
    ApiProperty({ format: 'uuid', description: 'Never changes', example: EXAMPLE.channelId }),
    __metadata("design:type", String)
], SessionDto.prototype, "channelId", void 0);
__decorate([
    ApiProperty({ format: 'uuid', example: EXAMPLE.agentId }),
    __metadata("design:type", String)
], SessionDto.prototype, "agentId", void 0);
__decorate([
    ApiProperty({ format: 'uuid', example: EXAMPLE.userId }),
    __metadata("design:type", String)
], SessionDto.prototype, "userId", void 0);
__decorate([
    ApiProperty({ format: 'date-time', example: '2024-01-15T10:00:00.000Z' }),
    __metadata("design:type", String)
], SessionDto.prototype, "createdAt", void 0);
__decorate([
    ApiProperty({ format: 'date-time', example: '2024-01-15T10:00:00.000Z' }),
    __metadata("design:type", String)
], SessionDto.prototype, "lastActivity", void 0);
__decorate([
    ApiProperty({ format: 'date-time', description: 'Expired from then on', example: '2024-01-15T10:30:00.000Z' }),
    __metadata("design:type", String)
], SessionDto.prototype, "expiresAt", void 0);
__decorate([
    ApiProperty({ type: 'object', additionalProperties: true, example: { platform: 'web' } }),
    __metadata("design:type", Object)
], SessionDto.prototype, "metadata", void 0);
__decorate([
    ApiProperty(),
    __metadata("design:type", TimeoutConfigDto)
], SessionDto.prototype, "timeoutConfig", void 0);
__decorate([
    ApiProperty({ type: 'integer', minimum: 0, description: 'How often the deadline was moved', example: 0 }),
    __metadata("design:type", Number)
], SessionDto.prototype, "renewalCount", void 0);
__decorate([
    ApiProperty({ type: 'integer', minimum: 0, description: 'Milliseconds until expiresAt', example: 1_800_000 }),
    __metadata("design:type", Number)
], SessionDto.prototype, "timeRemaining", void 0);
__decorate([
    ApiProperty({ description: 'Whether it is within its warning threshold', example: false }),
    __metadata("design:type", Boolean)
], SessionDto.prototype, "isNearExpiration", void 0);
SessionDto = __decorate([
    ApiSchema({ name: 'Session' })
], SessionDto);
export { SessionDto };
let SuccessDto = class SuccessDto {
    success = true;
};
__decorate([
    ApiProperty({ enum: [true], example: true }),
    __metadata("design:type", Boolean)
], SuccessDto.prototype, "success", void 0);
SuccessDto = __decorate([
    ApiSchema({ name: 'SuccessData' })
], SuccessDto);
export { SuccessDto };
let SessionDeletedDto = class SessionDeletedDto extends SuccessDto {
    message = 'Session deleted successfully';
    data = new SuccessDto();
};
__decorate([
    ApiProperty({ example: 'Session deleted successfully' }),
    __metadata("design:type", String)
], SessionDeletedDto.prototype, "message", void 0);
__decorate([
    ApiProperty(),
    __metadata("design:type", SuccessDto)
], SessionDeletedDto.prototype, "data", void 0);
SessionDeletedDto = __decorate([
    ApiSchema({ name: 'SessionDeleted' })
], SessionDeletedDto);
export { SessionDeletedDto };
/** `undefined` for a session that this server did not make: it has no agent or no channel. */
export function toSessionDto(session, asOf) {
    const { agentId, channelId } = session.attributes;
    if (typeof agentId !== 'string' || typeof channelId !== 'string')
        return undefined;
    return {
        sessionId: session.id,
        channelId,
        agentId,
        userId: session.userId,
        createdAt: iso(session.createdAt),
        lastActivity: iso(session.lastActivityAt),
        expiresAt: iso(session.expiresAt),
        metadata: session.metadata,
        timeoutConfig: toTimeoutConfig(session.timeouts),
        renewalCount: session.renewalCount,
        timeRemaining: remainingMs(session, asOf),
        isNearExpiration: isExpiringSoon(session, asOf),
    };
}
export function iso(at) {
    return new Date(at).toISOString();
}
//# sourceMappingURL=session.dto.js.map