import { Command, Option } from 'commander';
import { example } from '../../options.js';
import type { CostsOptions } from './costs.js';
import type { SetKeyOptions, TenantOption } from './provider-keys.js';
import type { RotateOptions } from './rotate-secrets.js';

const TENANT = '--tenant <id>';
const TENANT_TEXT = 'whose keys (default: the only tenant, where there is one)';

/** What `admin` can do about costs, keys and secrets; the code behind it is loaded when it is called. */
export function addCostsAndKeys(admin: Command, exit: (code: number) => void): void {
  admin
    .command('costs')
    .description('report what was spent (AIPROD_URL; AIPROD_TOKEN, or AIPROD_EMAIL and AIPROD_PASSWORD)')
    .addOption(
      new Option('--by <group>', 'one line for each of these')
        .choices(['provider', 'user', 'day', 'operation', 'pipeline', 'job'])
        .default('day'),
    )
    .option('--from <day>', 'first day, such as 2026-11-01 (default: the first of this month)')
    .option('--to <day>', 'last day (default: today)')
    .option('--csv', 'print comma-separated values')
    .option('--json', 'print the answer as one line of JSON')
    .addHelpText('after', example('npm run admin -- costs --by provider --csv'))
    .action(async (options: CostsOptions) => (await import('./costs.js')).costs(options));

  admin.addCommand(providerKeysCommand());
  admin.addCommand(secretsCommand(exit));
}

function providerKeysCommand(): Command {
  const keys = new Command('provider-keys').description(
    'see and change a tenant’s own keys to providers (DATABASE_URL, SECRETS_KEYS)',
  );
  const commands = () => import('./provider-keys.js');
  keys
    .command('list')
    .description('list the keys, by their last four characters')
    .option(TENANT, TENANT_TEXT)
    .addHelpText('after', example('npm run admin -- provider-keys list'))
    .action(async (options: TenantOption) => (await commands()).listProviderKeys(options));
  keys
    .command('set <provider>')
    .description('set a key, read from standard input or a file')
    .option(TENANT, TENANT_TEXT)
    .option('--key-file <path>', 'a file that holds the key and nothing else')
    .addHelpText('after', example('npm run admin -- provider-keys set gemini < gemini.key'))
    .action(async (provider: string, options: SetKeyOptions) =>
      (await commands()).setProviderKey(provider, options),
    );
  keys
    .command('remove <provider>')
    .description('remove a key; the key of the installation, if any, is used again')
    .option(TENANT, TENANT_TEXT)
    .addHelpText('after', example('npm run admin -- provider-keys remove gemini'))
    .action(async (provider: string, options: TenantOption) =>
      (await commands()).removeProviderKey(provider, options),
    );
  return keys;
}

function secretsCommand(exit: (code: number) => void): Command {
  const secrets = new Command('secrets').description(
    'look after stored secrets (DATABASE_URL, SECRETS_KEYS)',
  );
  secrets
    .command('rotate')
    .description('wrap all stored secrets anew for the first of SECRETS_KEYS, while the system runs')
    .option('--dry-run', 'only tell how many would be wrapped anew')
    .addHelpText('after', example('npm run admin -- secrets rotate --dry-run'))
    .action(async (options: RotateOptions) =>
      exit(await (await import('./rotate-secrets.js')).rotateSecrets(options)),
    );
  return secrets;
}
