import { Global, Logger, Module } from '@nestjs/common';
import type { Config } from '../config/index.js';
import { cryptoConfig } from './crypto.config.js';
import { loadMasterKey, MasterKey } from './master-key.js';
import { Sealer } from './sealer.js';

@Global()
@Module({
  providers: [
    {
      provide: MasterKey,
      inject: [cryptoConfig.token],
      useFactory: (config: Config<typeof cryptoConfig>) => {
        const key = loadMasterKey(config);
        if (key.developmentFile) {
          new Logger('MasterKey').warn(
            `No MASTER_KEY is set: using ${key.developmentFile}, which is for development only.`,
          );
        }
        return key;
      },
    },
    Sealer,
  ],
  exports: [MasterKey, Sealer],
})
export class CryptoModule {}
