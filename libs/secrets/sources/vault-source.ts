import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { askJson, unexpected } from './ask-json.js';
import { SecretSource, SourceError } from './secret-source.js';
import type { SourcesConfig } from './sources.config.js';

const Secret = z.object({ data: z.object({ data: z.record(z.string(), z.unknown()) }) });
const Login = z.object({ auth: z.object({ client_token: z.string().min(1) }) });

const WHO = 'Vault';

/** HashiCorp Vault, KV version 2 (`vault:<mount>/data/<path>#<field>`), by a token or as a Kubernetes service account. */
export class VaultSource extends SecretSource {
  override readonly scheme = 'vault';
  override readonly form = /^\w[\w.-]*(?:\/\w[\w.-]*)*\/data(?:\/\w[\w.-]*)+#\w[\w.-]*$/;
  private token: Promise<string> | undefined;
  private readonly asked = new Map<string, Promise<Record<string, unknown>>>();

  constructor(private readonly config: SourcesConfig) {
    super();
  }

  override async read(reference: string): Promise<string> {
    const [path, field] = reference.split('#') as [string, string];
    let asked = this.asked.get(path);
    if (asked === undefined) {
      asked = this.fields(path);
      this.asked.set(path, asked);
      asked.catch(() => this.asked.delete(path));
    }
    const value = (await asked)[field];
    if (typeof value === 'string' && value !== '') return value;
    throw new SourceError(`${WHO} has no text in the field ${field} of ${path}`);
  }

  private async fields(path: string): Promise<Record<string, unknown>> {
    const headers = { 'x-vault-token': await this.authenticated() };
    const secret = Secret.safeParse(await this.ask(`/v1/${path}`, { headers }));
    if (!secret.success) throw unexpected(WHO);
    return secret.data.data.data;
  }

  private authenticated(): Promise<string> {
    this.token ??= this.authenticate();
    this.token.catch(() => (this.token = undefined));
    return this.token;
  }

  private async authenticate(): Promise<string> {
    const { VAULT_TOKEN, VAULT_K8S_ROLE: role, VAULT_K8S_MOUNT, VAULT_K8S_TOKEN_PATH } = this.config;
    if (VAULT_TOKEN !== undefined) return VAULT_TOKEN;
    if (role === undefined)
      throw new SourceError('Vault needs VAULT_TOKEN, or VAULT_K8S_ROLE within Kubernetes');
    const jwt = await readFile(VAULT_K8S_TOKEN_PATH, 'utf8').catch(() => {
      throw new SourceError('the file that VAULT_K8S_TOKEN_PATH names can’t be read');
    });
    const body = JSON.stringify({ role, jwt: jwt.trim() });
    const login = Login.safeParse(
      await this.ask(`/v1/auth/${VAULT_K8S_MOUNT}/login`, { method: 'POST', body }),
    );
    if (!login.success) throw unexpected(WHO);
    return login.data.auth.client_token;
  }

  private ask(
    path: string,
    more: { method?: 'POST'; body?: string; headers?: Record<string, string> },
  ): Promise<unknown> {
    const { VAULT_ADDR, VAULT_NAMESPACE, SECRET_SOURCE_TIMEOUT_MS: timeoutMs } = this.config;
    if (VAULT_ADDR === undefined) throw new SourceError('Vault needs VAULT_ADDR, its address');
    const url = VAULT_ADDR.replace(/\/+$/, '') + path;
    const headers: Record<string, string> = { 'x-vault-request': 'true', ...more.headers };
    if (VAULT_NAMESPACE !== undefined) headers['x-vault-namespace'] = VAULT_NAMESPACE;
    return askJson({ who: WHO, url, timeoutMs, ...more, headers });
  }
}
