import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { QuarantinedRecord } from 'nest-sessions';
import { createHash } from 'node:crypto';

const NAME_CHARACTERS = 16;

@ApiSchema({ name: 'EndedSessions' })
export class EndedSessionsDto {
  @ApiProperty({ type: 'integer', minimum: 0, example: 3 }) readonly ended!: number;
}

@ApiSchema({ name: 'ClearedRecords' })
export class ClearedRecordsDto {
  @ApiProperty({ type: 'integer', minimum: 0, example: 1 }) readonly cleared!: number;
}

@ApiSchema({ name: 'QuarantinedRecord' })
export class QuarantinedRecordDto {
  @ApiProperty({ description: 'A short hash of the session id', example: 'mEo3Jk0r5VtVx0Qw' }) readonly name!: string;
  @ApiProperty({ example: 'createdAt is not an instant' }) readonly problem!: string;
  @ApiProperty({ format: 'date-time', example: '2024-01-15T10:00:00.000Z' }) readonly quarantinedAt!: string;
  @ApiProperty({ format: 'date-time', example: '2024-01-16T10:00:00.000Z' }) readonly keptUntil!: string;
}

@ApiSchema({ name: 'ShownRecord' })
export class ShownRecordDto extends QuarantinedRecordDto {
  @ApiProperty({ description: 'The record as it was found, as JSON', example: '{"createdAt":"never"}' })
  readonly raw!: string;
}

@ApiSchema({ name: 'QuarantinedRecords' })
export class QuarantinedRecordsDto {
  @ApiProperty({ type: [QuarantinedRecordDto] }) readonly records!: readonly QuarantinedRecordDto[];
}

@ApiSchema({ name: 'Ending' })
export class EndingDto {
  @ApiProperty({ description: 'Why it ended', example: 'revoked' }) readonly reason!: string;
  @ApiProperty({ format: 'date-time', example: '2024-01-15T10:30:00.000Z' }) readonly endedAt!: string;
  @ApiProperty({ required: false, description: 'Who ended it', example: 'admin: ops' }) readonly by?: string;
}

export function toRecordDto({ id, problem, quarantinedAt, keptUntil }: QuarantinedRecord): QuarantinedRecordDto {
  return {
    name: nameOf(id),
    problem,
    quarantinedAt: new Date(quarantinedAt).toISOString(),
    keptUntil: new Date(keptUntil).toISOString(),
  };
}

export function toShownDto(record: QuarantinedRecord): ShownRecordDto {
  return Object.assign(toRecordDto(record), { raw: JSON.stringify(record.raw) });
}

/** Names a record without its id, which no address and no log should hold. */
export function nameOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url').slice(0, NAME_CHARACTERS);
}
