import { Module } from '@nestjs/common';
import { RolesModule } from '../roles/index.js';
import { UsersModule } from '../users/index.js';
import { FeedWatch } from './revocation/feed-watch.js';
import { Revocations } from './revocation/revocations.service.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [RolesModule, UsersModule],
  controllers: [SessionsController],
  providers: [SessionsService, Revocations, FeedWatch],
  exports: [SessionsService, Revocations],
})
export class SessionsModule {}
