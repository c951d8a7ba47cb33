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
import { EXAMPLE } from '../openapi/decorators.js';
import { SessionDto, toSessionDto } from './session.dto.js';
let SessionStatsDto = class SessionStatsDto {
    totalSessions;
    activeSessions;
    expiredSessions;
};
__decorate([
    ApiProperty({ type: 'integer', description: 'Active and expired', example: 45 }),
    __metadata("design:type", Number)
], SessionStatsDto.prototype, "totalSessions", void 0);
__decorate([
    ApiProperty({ type: 'integer', example: 42 }),
    __metadata("design:type", Number)
], SessionStatsDto.prototype, "activeSessions", void 0);
__decorate([
    ApiProperty({ type: 'integer', description: 'Not swept yet', example: 3 }),
    __metadata("design:type", Number)
], SessionStatsDto.prototype, "expiredSessions", void 0);
SessionStatsDto = __decorate([
    ApiSchema({ name: 'SessionStats' })
], SessionStatsDto);
export { SessionStatsDto };
/** One page of active sessions on the wire. */
let SessionPageDto = class SessionPageDto {
    sessions;
    total;
    stats;
    nextCursor;
};
__decorate([
    ApiProperty({ type: [SessionDto] }),
    __metadata("design:type", Array)
], SessionPageDto.prototype, "sessions", void 0);
__decorate([
    ApiProperty({ type: 'integer', description: 'Those that match, on all pages', example: 42 }),
    __metadata("design:type", Number)
], SessionPageDto.prototype, "total", void 0);
__decorate([
    ApiProperty({ description: 'Counts of the whole store' }),
    __metadata("design:type", SessionStatsDto)
], SessionPageDto.prototype, "stats", void 0);
__decorate([
    ApiProperty({ required: false, description: 'Where the next page begins, if there is one', example: EXAMPLE.cursor }),
    __metadata("design:type", String)
], SessionPageDto.prototype, "nextCursor", void 0);
SessionPageDto = __decorate([
    ApiSchema({ name: 'SessionPage' })
], SessionPageDto);
export { SessionPageDto };
export function toSessionPageDto({ sessions, total, counts, nextCursor, asOf }) {
    const { active, expired } = counts;
    return {
        sessions: sessions.flatMap((session) => toSessionDto(session, asOf) ?? []),
        total,
        stats: { totalSessions: active + expired, activeSessions: active, expiredSessions: expired },
        ...(nextCursor !== undefined && { nextCursor }),
    };
}
//# sourceMappingURL=session-page.dto.js.map