import { Module } from '@nestjs/common';
import { JwksController } from './jwks.controller.js';
import { KeyRing } from './key-ring.js';
import { KeyStore } from './key-store.js';

@Module({ controllers: [JwksController], providers: [KeyRing, KeyStore], exports: [KeyRing] })
export class KeysModule {}
