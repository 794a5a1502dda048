import { Global, Module } from '@nestjs/common';
import { CommitBell } from './commit-bell.js';
import { Outbox } from './outbox.js';

@Global()
@Module({ providers: [Outbox, CommitBell], exports: [Outbox] })
export class MailModule {}
