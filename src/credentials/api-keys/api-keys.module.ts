import { Module } from '@nestjs/common';
import { ApiKeyUses } from './api-key-uses.js';
import { ApiKeys } from './api-keys.service.js';

@Module({ providers: [ApiKeys, ApiKeyUses], exports: [ApiKeys, ApiKeyUses] })
export class ApiKeysModule {}
