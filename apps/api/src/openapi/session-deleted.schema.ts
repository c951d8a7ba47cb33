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
