import { ApiProperty } from '@nestjs/swagger';
import { SessionCard } from '../sessions/index.js';
import { Profile } from '../users/index.js';

export class Welcome {
  @ApiProperty({ example: 'Welcome, Ada Lovelace!' })
  message!: string;
}

export class Dashboard {
  @ApiProperty({ type: Profile })
  account!: Profile;

  @ApiProperty({ type: SessionCard, nullable: true })
  thisSession!: SessionCard | null;

  @ApiProperty({ type: [SessionCard] })
  otherSessions!: SessionCard[];
}

export class Report {
  @ApiProperty({ example: 'Only administrators read this.' })
  message!: string;
}
