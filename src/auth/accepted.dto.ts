import { ApiProperty } from '@nestjs/swagger';

const MESSAGE = 'If there is something to do, a mail is on its way.';

/** Said whatever comes of it. */
export class Accepted {
  @ApiProperty({ example: MESSAGE })
  readonly message: string = MESSAGE;
}
