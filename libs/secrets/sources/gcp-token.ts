import { createSign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { askJson, unexpected } from './ask-json.js';
import { SourceError } from './secret-source.js';
import type { SourcesConfig } from './sources.config.js';

const Token = z.object({ access_token: z.string().min(1) });
const ServiceAccount = z.object({
  client_email: z.string(),
  private_key: z.string(),
  token_uri: z.url({ protocol: /^https?$/ }),
});

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const HOUR_SECONDS = 3_600;
const METADATA_PATH = '/computeMetadata/v1/instance/service-accounts/default/token';

/** An access token for Google Cloud: of the service account's key, where there is one, or else of this machine's metadata server. */
export async function gcpToken(config: SourcesConfig): Promise<string> {
  const { GOOGLE_APPLICATION_CREDENTIALS: keyFile, SECRET_SOURCE_TIMEOUT_MS: timeoutMs } = config;
  const answer = keyFile
    ? await byKey(keyFile, timeoutMs)
    : await askJson({
        who: 'The metadata server of Google Cloud',
        url: `http://${config.GCE_METADATA_HOST}${METADATA_PATH}`,
        headers: { 'metadata-flavor': 'Google' },
        timeoutMs,
      });
  const token = Token.safeParse(answer);
  if (!token.success) throw unexpected('Google Cloud');
  return token.data.access_token;
}

/** RFC 7523: a statement signed with the account's key, for a token. */
async function byKey(path: string, timeoutMs: number): Promise<unknown> {
  const { client_email, private_key, token_uri } = await serviceAccount(path);
  const now = Math.floor(Date.now() / 1_000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: client_email, scope: SCOPE, aud: token_uri, iat: now, exp: now + HOUR_SECONDS };
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  let signature: string;
  try {
    signature = createSign('RSA-SHA256').update(signed).sign(private_key, 'base64url');
  } catch {
    throw new SourceError(
      'the private key in the file that GOOGLE_APPLICATION_CREDENTIALS names can’t be used',
    );
  }
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: `${signed}.${signature}`,
  });
  return askJson({
    ...{ who: 'Google’s token server', url: token_uri, method: 'POST', timeoutMs },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
  });
}

async function serviceAccount(path: string): Promise<z.output<typeof ServiceAccount>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  try {
    return ServiceAccount.parse(JSON.parse(text));
  } catch {
    throw new SourceError(
      'the file that GOOGLE_APPLICATION_CREDENTIALS names is no key of a service account',
    );
  }
}
