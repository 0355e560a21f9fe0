import { type Access, AiprodClient } from '#client';
import { AppError } from '#libs/kernel';
import { ApiAccessConfig } from './api-access.config.js';

const PATIENCE_MS = 120_000;

/** @throws AppError where nothing says who is calling */
export function connect(config = ApiAccessConfig.fromEnv()): AiprodClient {
  const { AIPROD_URL: url } = config;
  return new AiprodClient({ url, access: accessOf(config), signal: AbortSignal.timeout(PATIENCE_MS) });
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
