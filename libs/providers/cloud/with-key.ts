import { KEY_SETTINGS, type KeyProvider } from '../keys/domain/key-providers.js';

/**
 * The settings with another key to a provider. Webhooks are signed with a secret of the account that pays, and we only know that of
 * ours: who has another account is not asked to call back.
 */
export function withKey<C extends object>(config: C, provider: KeyProvider, key: string | undefined): C {
  const changed = { [KEY_SETTINGS[provider]]: key, REPLICATE_WEBHOOK_SECRET: undefined };
  return Object.assign(Object.create(Object.getPrototypeOf(config) as object) as C, config, changed);
}
