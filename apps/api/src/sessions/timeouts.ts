import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { isSessionError, type TimeoutOptions, type Timeouts } from 'nest-sessions';
import { type DurationField } from 'nest-sessions/store';
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
@ApiSchema({ name: 'TimeoutConfig' })
export class TimeoutConfigDto {
  @ApiProperty({ description: MEANINGS.timeoutMinutes, example: 30 }) readonly timeoutMinutes!: number;
  @ApiProperty({ description: MEANINGS.autoRenew, example: true }) readonly autoRenew!: boolean;
  @ApiProperty({ description: MEANINGS.maxDurationMinutes, example: 720 }) readonly maxDurationMinutes!: number;
  @ApiProperty({ description: MEANINGS.warningThresholdMinutes, example: 5 }) readonly warningThresholdMinutes!: number;
}

/** The timeouts that a client sent. */
export type SentTimeouts = Partial<TimeoutConfigDto>;

const WIRE_NAMES = {
  idleTimeoutMs: 'timeoutMinutes',
  absoluteTimeoutMs: 'maxDurationMinutes',
  warningThresholdMs: 'warningThresholdMinutes',
} as const satisfies Record<DurationField, keyof TimeoutConfigDto>;

export function toTimeoutConfig(timeouts: Timeouts): TimeoutConfigDto {
  return {
    timeoutMinutes: msToMinutes(timeouts.idleTimeoutMs),
    autoRenew: timeouts.autoRenew,
    maxDurationMinutes: msToMinutes(timeouts.absoluteTimeoutMs),
    warningThresholdMinutes: msToMinutes(timeouts.warningThresholdMs),
  };
}

/** The timeouts as the library takes them. */
export function toTimeoutOptions(sent: SentTimeouts): TimeoutOptions {
  const { timeoutMinutes, autoRenew, maxDurationMinutes, warningThresholdMinutes } = sent;
  return {
    ...(timeoutMinutes !== undefined && { idleTimeout: minutesToMs(timeoutMinutes) }),
    ...(autoRenew !== undefined && { autoRenew }),
    ...(maxDurationMinutes !== undefined && { absoluteTimeout: minutesToMs(maxDurationMinutes) }),
    ...(warningThresholdMinutes !== undefined && { warningThreshold: minutesToMs(warningThresholdMinutes) }),
  };
}

/**
 * The error for timeouts that contradict each other, in minutes and with their names on the wire. Other errors stay as they
 * are. `path` is where the timeouts are in the body. `unsent` says where a timeout comes from that the client did not send.
 */
export function inWireTerms(error: unknown, sent: SentTimeouts, path: string, unsent: string): unknown {
  if (!isSessionError(error) || error.code !== 'INVALID_TIMEOUTS' || error.conflicts.length === 0) return error;
  const refuse = (field: DurationField, ms: number, bound: string, other: DurationField, otherMs: number) => {
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
