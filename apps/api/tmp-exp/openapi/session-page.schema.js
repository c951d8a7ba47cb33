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
import { SessionSchema } from './session.schema.js';
let SessionStatsSchema = class SessionStatsSchema {
    totalSessions;
    activeSessions;
    expiredSessions;
};
__decorate([
    ApiProperty({ type: 'integer', minimum: 0, description: 'Active and expired ones together', example: 45 }),
    __metadata("design:type", Number)
], SessionStatsSchema.prototype, "totalSessions", void 0);
__decorate([
    ApiProperty({ type: 'integer', minimum: 0, example: 42 }),
    __metadata("design:type", Number)
], SessionStatsSchema.prototype, "activeSessions", void 0);
__decorate([
    ApiProperty({ type: 'integer', minimum: 0, description: 'Expired and not swept yet', example: 3 }),
    __metadata("design:type", Number)
], SessionStatsSchema.prototype, "expiredSessions", void 0);
SessionStatsSchema = __decorate([
    ApiSchema({ name: 'SessionStats' })
], SessionStatsSchema);
export { SessionStatsSchema };
let SessionPageSchema = class SessionPageSchema {
    sessions;
    total;
    stats;
    nextCursor;
};
__decorate([
    ApiProperty({ type: [SessionSchema] }),
    __metadata("design:type", Array)
], SessionPageSchema.prototype, "sessions", void 0);
__decorate([
    ApiProperty({ type: 'integer', minimum: 0, description: 'Active sessions that match, on all pages', example: 42 }),
    __metadata("design:type", Number)
], SessionPageSchema.prototype, "total", void 0);
__decorate([
    ApiProperty({ type: SessionStatsSchema, description: 'Counts of the whole store' }),
    __metadata("design:type", Object)
], SessionPageSchema.prototype, "stats", void 0);
__decorate([
    ApiProperty({
        type: 'string',
        required: false,
        description: 'Where the next page begins. Absent on the last one',
    }),
    __metadata("design:type", String)
], SessionPageSchema.prototype, "nextCursor", void 0);
SessionPageSchema = __decorate([
    ApiSchema({ name: 'SessionPage' })
], SessionPageSchema);
export { SessionPageSchema };
//# sourceMappingURL=session-page.schema.js.map