import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/index.js';
import { UsersModule } from '../users/index.js';
import { ExamplesController } from './examples.controller.js';

@Module({ imports: [SessionsModule, UsersModule], controllers: [ExamplesController] })
export class ExamplesModule {}
