import { Module } from '@nestjs/common';
import { UsersModule } from '../users/index.js';
import { Revocations } from './revocations.service.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [UsersModule],
  controllers: [SessionsController],
  providers: [SessionsService, Revocations],
  exports: [SessionsService, Revocations],
})
export class SessionsModule {}
