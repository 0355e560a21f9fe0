import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defaultDataDir, secretFile } from '#libs/embedded';
import { newMasterKey, SecretBox, SecretsConfig } from '#libs/secrets';

const fileIn = (dataDir: string): string => join(dataDir, 'secrets-keys');
const areGiven = (env: NodeJS.ProcessEnv): boolean => Boolean(env.SECRETS_KEYS || env.SECRETS_KEYS_FILE);

/** The master keys of this machine, unless others are given. They lie beside the data: a machine of its own has no better place. */
export function ownSecretsKeys(dataDir: string, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  if (areGiven(env)) return {};
  secretFile(fileIn(dataDir), newMasterKey);
  return { SECRETS_KEYS_FILE: fileIn(dataDir) };
}

/** For commands on stored secrets: with the keys that are given, or those of the system on this machine. @throws ConfigError */
export function openSecretBox(env: NodeJS.ProcessEnv = process.env): SecretBox {
  const file = fileIn(defaultDataDir(env));
  const isThisMachine = !areGiven(env) && !env.DATABASE_URL && existsSync(file);
  const settings = isThisMachine ? { ...env, SECRETS_KEYS_FILE: file } : env;
  return new SecretBox(() => SecretsConfig.fromEnv(settings).SECRETS_KEYS);
}
