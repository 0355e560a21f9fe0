import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '#libs/config';
import { GcpSource } from './gcp-source.js';
import { SourceError, type SecretSource } from './secret-source.js';
import { SourcesConfig } from './sources.config.js';
import { VaultSource } from './vault-source.js';

const TRIES = 3;
const PAUSE_MS = 250;

const REFERENCE = /^(?:vault|gcp):/;

/**
 * Puts the secrets of secret managers in the place of the settings that name them, such as `vault:secret/data/aiprod#gemini_key`.
 * To be called once, before any setting is read.
 * @throws ConfigError naming every setting whose secret can't be had, and why; it repeats no secret
 */
export async function resolveSettings(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const named = Object.entries(env).filter(([, value]) => value !== undefined && REFERENCE.test(value));
  if (named.length === 0) return;
  const config = SourcesConfig.fromEnv(env);
  const sources: SecretSource[] = [new VaultSource(config), new GcpSource(config)];
  const failures: string[] = [];
  await Promise.all(
    named.map(async ([name, value]) => {
      try {
        env[name] = await read(sources, value as string);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        failures.push(`  ${name}: ${error.message}`);
      }
    }),
  );
  if (failures.length > 0)
    throw new ConfigError(
      `These settings’ secrets can't be had:\n${failures.sort().join('\n')}\nSee .env.example.`,
    );
}

async function read(sources: readonly SecretSource[], value: string): Promise<string> {
  const [scheme] = value.split(':', 1);
  const reference = value.slice(scheme!.length + 1);
  const source = sources.find((each) => each.scheme === scheme)!;
  if (!source.form.test(reference)) {
    throw new SourceError(
      scheme === 'vault'
        ? 'must be vault:<mount>/data/<path>#<field>'
        : 'must be gcp:projects/<project>/secrets/<secret>/versions/<version>',
    );
  }
  for (let left = TRIES; ; left--) {
    try {
      return await source.read(reference);
    } catch (error) {
      if (left === 1 || !(error instanceof SourceError) || !error.retryable) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
