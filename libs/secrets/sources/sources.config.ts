import { env, EnvConfig } from '#libs/config';

/** Secret managers, asked at boot for settings whose value names a secret there. */
export class SourcesConfig extends EnvConfig({
  VAULT_ADDR: env
    .url('https', 'http')
    .optional()
    .describe(
      'Address of HashiCorp Vault. A secret’s setting may then be vault:<mount>/data/<path>#<field> (KV version 2).',
    ),
  VAULT_TOKEN: env.text().optional().describe('Token for Vault. Left out: VAULT_K8S_ROLE is used.'),
  VAULT_NAMESPACE: env.text().optional().describe('Namespace in Vault Enterprise.'),
  VAULT_K8S_ROLE: env
    .text()
    .optional()
    .describe('Role with which a Kubernetes service account signs in to Vault.'),
  VAULT_K8S_MOUNT: env.text().default('kubernetes').describe('Where Vault has its Kubernetes sign-in.'),
  VAULT_K8S_TOKEN_PATH: env
    .text()
    .default('/var/run/secrets/kubernetes.io/serviceaccount/token')
    .describe('File with the token of the service account.'),
  SECRET_MANAGER_URL: env
    .url('https', 'http')
    .default('https://secretmanager.googleapis.com')
    .describe(
      'Address of Google Cloud’s Secret Manager; only to be changed for a proxy or a test. A secret’s setting may be gcp:projects/<project>/secrets/<secret>/versions/<version>.',
    ),
  GOOGLE_APPLICATION_CREDENTIALS: env
    .text()
    .optional()
    .describe(
      'File with the key of a Google Cloud service account. Left out: the machine’s own account is used.',
    ),
  GCE_METADATA_HOST: env
    .text()
    .default('metadata.google.internal')
    .describe('Host of Google Cloud’s metadata server, which gives the machine’s own account its tokens.'),
  SECRET_SOURCE_TIMEOUT_MS: env
    .integer(100, 120_000)
    .default(5_000)
    .describe('How long a secret manager may take for an answer; it is asked three times.'),
}) {}
