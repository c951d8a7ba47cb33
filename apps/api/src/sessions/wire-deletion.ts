import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ name: 'SuccessData' })
export class SuccessSchema {
  @ApiProperty({ type: 'boolean', enum: [true] })
  readonly success!: true;
}

@ApiSchema({ name: 'SessionDeleted' })
export class SessionDeletedSchema {
  @ApiProperty({ type: 'boolean', enum: [true] })
  readonly success!: true;

  @ApiProperty({ type: 'string', example: 'The session was deleted.' })
  readonly message!: string;

  @ApiProperty({ type: SuccessSchema })
  readonly data!: Pick<SuccessSchema, 'success'>;
}

/** The answer to a deletion on the wire. */
export type WireDeletion = Pick<SessionDeletedSchema, keyof SessionDeletedSchema>;

export const DELETED: WireDeletion = { success: true, message: 'The session was deleted.', data: { success: true } };
