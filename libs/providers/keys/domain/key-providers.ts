import { ValidationError } from '#libs/kernel';

/** The setting in which a process has its own key to a provider; a tenant's key takes its place. */
export const KEY_SETTINGS = {
  anthropic: 'ANTHROPIC_API_KEY',
  elevenlabs: 'ELEVENLABS_API_KEY',
  gemini: 'GEMINI_API_KEY',
  openai: 'OPENAI_API_KEY',
  replicate: 'REPLICATE_API_TOKEN',
  runway: 'RUNWAY_API_KEY',
} as const;

/** Providers to which a tenant may have a key of its own. */
export type KeyProvider = keyof typeof KEY_SETTINGS;
export const KEY_PROVIDERS = Object.keys(KEY_SETTINGS) as [KeyProvider, ...KeyProvider[]];

export const isKeyProvider = (name: string): name is KeyProvider => Object.hasOwn(KEY_SETTINGS, name);

/** Which key an operation's provider asks for: Veo takes Gemini's. Null where tenants can't have one. */
export function keyProviderOf(provider: string): KeyProvider | null {
  if (provider === 'veo') return 'gemini';
  return isKeyProvider(provider) ? provider : null;
}

/** Sent as a header: visible ASCII alone. Shorter ones would show too much of themselves in their last four characters. */
const KEY = /^[\x21-\x7e]{16,512}$/;
const HINT_LENGTH = 4;

/** @throws ValidationError that repeats nothing of it */
export function checkedKey(key: string): string {
  if (KEY.test(key)) return key;
  const message = 'must be a key as the provider gives it: 16 to 512 visible ASCII characters, no spaces';
  throw new ValidationError([{ path: 'key', message }]);
}

/** What is shown of a key, so that people can tell which one it is. */
export const hintOf = (key: string): string => key.slice(-HINT_LENGTH);
