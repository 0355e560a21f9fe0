import { env, EnvConfig } from '#libs/config';
import { KEYS_RULE, readMasterKeys } from './domain/master-keys.js';

export class SecretsConfig extends EnvConfig({
  SECRETS_KEYS: env
    .form(KEYS_RULE, (text) => readMasterKeys(text) !== null)
    .describe(
      'Keys with which stored secrets are encrypted, id:base64,id:base64, the current one first; the same in every process. Make one with: echo "k1:$(openssl rand -base64 32)"',
    ),
}) {}
