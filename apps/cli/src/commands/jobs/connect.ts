import { type Access, AiprodClient } from '#client';
import { AppError } from '#libs/kernel';
import { ApiAccessConfig } from './api-access.config.js';

const PATIENCE_MS = 120_000;
/** For what takes as long as it takes: a film, a large file. */
export const LONG_MS = 7 * 86_400_000;

/** @param patienceMs how long a command may take @throws AppError where nothing says who is calling */
export function connect(patienceMs = PATIENCE_MS): AiprodClient {
  const config = ApiAccessConfig.fromEnv();
  const { AIPROD_URL: url } = config;
  return new AiprodClient({ url, access: accessOf(config), signal: AbortSignal.timeout(patienceMs) });
}

function accessOf({
  AIPROD_TOKEN: token,
  AIPROD_EMAIL: email,
  AIPROD_PASSWORD: password,
}: ApiAccessConfig): Access {
  if (token !== undefined) return { token };
  if (email !== undefined && password !== undefined) return { email, password };
  throw new AppError(
    'cli.no_access',
    'Set AIPROD_TOKEN, or AIPROD_EMAIL and AIPROD_PASSWORD, to sign in to the API.',
  );
}
