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
import { isSessionError } from 'nest-sessions';
import { ApiError } from '../errors/api-error.js';
import { minutesToMs, msToMinutes } from '../settings/minutes.js';
/** What the fields are, for the docs. */
export const MEANINGS = {
    timeoutMinutes: 'The longest gap between two activities, in minutes',
    autoRenew: 'Whether activity extends the session',
    maxDurationMinutes: 'The longest life, however active, in minutes',
    warningThresholdMinutes: 'From how many minutes before its expiry the session is near expiration; 0 for never',
};
/** The timeouts of a session on the wire. */
let TimeoutConfigDto = class TimeoutConfigDto {
    timeoutMinutes;
    autoRenew;
    maxDurationMinutes;
    warningThresholdMinutes;
};
__decorate([
    ApiProperty({ description: MEANINGS.timeoutMinutes, example: 30 }),
    __metadata("design:type", Number)
], TimeoutConfigDto.prototype, "timeoutMinutes", void 0);
__decorate([
    ApiProperty({ description: MEANINGS.autoRenew, example: true }),
    __metadata("design:type", Boolean)
], TimeoutConfigDto.prototype, "autoRenew", void 0);
__decorate([
    ApiProperty({ description: MEANINGS.maxDurationMinutes, example: 720 }),
    __metadata("design:type", Number)
], TimeoutConfigDto.prototype, "maxDurationMinutes", void 0);
__decorate([
    ApiProperty({ description: MEANINGS.warningThresholdMinutes, example: 5 }),
    __metadata("design:type", Number)
], TimeoutConfigDto.prototype, "warningThresholdMinutes", void 0);
TimeoutConfigDto = __decorate([
    ApiSchema({ name: 'TimeoutConfig' })
], TimeoutConfigDto);
export { TimeoutConfigDto };
const WIRE_NAMES = {
    idleTimeoutMs: 'timeoutMinutes',
    absoluteTimeoutMs: 'maxDurationMinutes',
    warningThresholdMs: 'warningThresholdMinutes',
};
export function toTimeoutConfig(timeouts) {
    return {
        timeoutMinutes: msToMinutes(timeouts.idleTimeoutMs),
        autoRenew: timeouts.autoRenew,
        maxDurationMinutes: msToMinutes(timeouts.absoluteTimeoutMs),
        warningThresholdMinutes: msToMinutes(timeouts.warningThresholdMs),
    };
}
/** The timeouts as the library takes them. */
export function toTimeoutOptions(sent) {
    const { timeoutMinutes, autoRenew, maxDurationMinutes, warningThresholdMinutes } = sent;
    return {
        ...(timeoutMinutes !== undefined && { idleTimeout: minutesToMs(timeoutMinutes) }),
        ...(autoRenew !== undefined && { autoRenew }),
        ...(maxDurationMinutes !== undefined && { absoluteTimeout: minutesToMs(maxDurationMinutes) }),
        ...(warningThresholdMinutes !== undefined && { warningThreshold: minutesToMs(warningThresholdMinutes) }),
    };
}
/**
 * Timeouts that the library refuses because they contradict each other, in minutes and by their names on the wire. `path` is
 * where they are in the body, `unsent` whose a timeout is that was not sent.
 */
export function inWireTerms(error, sent, path, unsent) {
    if (!isSessionError(error) || error.code !== 'INVALID_TIMEOUTS' || error.conflicts.length === 0)
        return error;
    const refuse = (field, ms, bound, other, otherMs) => {
        const [name, otherName] = [WIRE_NAMES[field], WIRE_NAMES[other]];
        const whose = sent[otherName] === undefined ? `, ${unsent}` : '';
        const allowed = `${bound} ${otherName} (${String(msToMinutes(otherMs))} minutes${whose})`;
        return sent[name] === undefined ? [] : [{ field: path + name, problem: `is ${String(msToMinutes(ms))}`, allowed }];
    };
    const problems = error.conflicts.flatMap(({ lesser, lesserMs, greater, greaterMs }) => [
        ...refuse(lesser, lesserMs, 'at most', greater, greaterMs),
        ...refuse(greater, greaterMs, 'at least', lesser, lesserMs),
    ]);
    return ApiError.invalid(problems);
}
//# sourceMappingURL=timeouts.js.map