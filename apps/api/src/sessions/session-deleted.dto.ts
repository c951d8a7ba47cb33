import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ name: 'SuccessData' })
export class SuccessDto {
  @ApiProperty({ enum: [true], example: true })
  readonly success: boolean = true;
}

@ApiSchema({ name: 'SessionDeleted' })
export class SessionDeletedDto extends SuccessDto {
  @ApiProperty({ example: 'Session deleted successfully' })
  readonly message: string = 'Session deleted successfully';

  @ApiProperty()
  readonly data: SuccessDto = new SuccessDto();
}
