import { Global, Module } from '@nestjs/common';
import { SecretBox } from './secret-box.js';
import { SecretsConfig } from './secrets.config.js';

/** Secrets that are stored and must be read back. */
@Global()
@Module({
  providers: [
    { provide: SecretBox, useFactory: () => new SecretBox(() => SecretsConfig.fromEnv().SECRETS_KEYS) },
  ],
  exports: [SecretBox],
})
export class SecretsModule {}
