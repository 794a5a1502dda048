import { Global, Module } from '@nestjs/common';
import { DeferredWork } from './deferred-work.js';

@Global()
@Module({ providers: [DeferredWork], exports: [DeferredWork] })
export class DeferredModule {}
