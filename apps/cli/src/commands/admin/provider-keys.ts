import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { AuditLog } from '#libs/auth';
import { AppError } from '#libs/kernel';
import { isKeyProvider, KEY_PROVIDERS, TenantKeys, type KeyProvider } from '#libs/providers';
import { withOpenDatabase } from '../../stack/open-database.js';
import { openSecretBox } from '../../stack/own-secrets.js';
import { table } from '../jobs/table.js';

export interface TenantOption {
  readonly tenant?: string;
}

export interface SetKeyOptions extends TenantOption {
  /** Left out: the key comes on standard input, so that it stands in no list of processes and no shell's history. */
  readonly keyFile?: string;
}

/** From the shell: nobody has signed in. */
const ACTOR = { type: 'system', id: 'cli' } as const;

export const listProviderKeys = ({ tenant }: TenantOption): Promise<void> =>
  withKeys(tenant, async (keys, tenantId) => {
    const rows = (await keys.list(tenantId)).map(({ provider, hint, updatedAt, updatedBy }) => [
      ...[provider, `…${hint}`, updatedAt.toISOString(), updatedBy],
    ]);
    const none = `Tenant ${tenantId} has no keys of its own.`;
    console.log(rows.length === 0 ? none : table([['PROVIDER', 'KEY', 'SET AT', 'BY'], ...rows]));
  });

export const setProviderKey = (name: string, { tenant, keyFile }: SetKeyOptions): Promise<void> =>
  withKeys(tenant, async (keys, tenantId) => {
    const provider = providerNamed(name);
    if (keyFile === undefined && process.stdin.isTTY) console.error('Paste the key, then press Ctrl-D:');
    const given = keyFile === undefined ? await text(process.stdin) : await readFile(keyFile, 'utf8');
    const { hint } = await keys.set(tenantId, provider, given.trim(), ACTOR);
    console.log(`Tenant ${tenantId} now pays ${provider} with its own key …${hint}.`);
  });

export const removeProviderKey = (name: string, { tenant }: TenantOption): Promise<void> =>
  withKeys(tenant, async (keys, tenantId) => {
    const provider = providerNamed(name);
    await keys.remove(tenantId, provider, ACTOR);
    console.log(`Tenant ${tenantId} has no key of its own to ${provider} any more.`);
  });

function withKeys(
  tenant: string | undefined,
  use: (keys: TenantKeys, tenantId: string) => Promise<void>,
): Promise<void> {
  const box = openSecretBox();
  return withOpenDatabase(async (database) => {
    const keys = new TenantKeys(database, box, new AuditLog());
    await use(keys, await keys.tenantMeant(tenant));
  });
}

function providerNamed(name: string): KeyProvider {
  if (isKeyProvider(name)) return name;
  throw new AppError('cli.no_provider', `The provider must be one of ${KEY_PROVIDERS.join(', ')}`);
}
