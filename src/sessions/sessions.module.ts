import { Module } from '@nestjs/common';
import { UsersModule } from '../users/index.js';
import { Revocations } from './revocations.service.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [UsersModule],
  providers: [SessionsService, Revocations],
  exports: [SessionsService, Revocations],
})
export class SessionsModule {}
