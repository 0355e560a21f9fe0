import { Command, Option } from 'commander';
import { DATA_DIR, example } from '../../options.js';
import { filtersCommand } from '../filters-command.js';
import { accessCommands } from '../access/access-commands.js';
import type { CreateAdminOptions } from '../create-admin.js';
import type { CostsOptions } from './costs.js';
import type { RotateKeysOptions } from './signing-keys.js';
import type { SetKeyOptions, TenantOption } from './provider-keys.js';
import type { RotateOptions } from './rotate-secrets.js';

const TENANT = '--tenant <id>';
const TENANT_TEXT = 'whose keys (default: the only tenant, where there is one)';

/** `admin` and its commands; the code behind them is loaded when one is called. */
export function adminCommand(exit: (code: number) => void): Command {
  const admin = new Command('admin').description('manage who may do what, keys and costs');

  admin
    .command('create-admin')
    .description('add an administrator of the tenant that operates the system, and print the password, once')
    .requiredOption('--email <address>', 'e-mail address of the new administrator')
    .option('--data-dir <directory>', `${DATA_DIR}; not used with DATABASE_URL`)
    .addHelpText('after', example('npm run admin -- create-admin --email me@example.com'))
    .action(async (options: CreateAdminOptions) =>
      exit(await (await import('../create-admin.js')).createAdminCommand(options)),
    );

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
  admin.addCommand(signingKeysCommand());
  admin.addCommand(filtersCommand(exit, DATA_DIR));
  for (const command of accessCommands()) admin.addCommand(command);
  return admin;
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

function signingKeysCommand(): Command {
  const keys = new Command('signing-keys').description(
    'look after the keys that sign access tokens (DATABASE_URL, SECRETS_KEYS)',
  );
  const commands = () => import('./signing-keys.js');
  keys
    .command('list')
    .description('list the keys, and since when each signs')
    .addHelpText('after', example('npm run admin -- signing-keys list'))
    .action(async () => (await commands()).listSigningKeys());
  keys
    .command('rotate')
    .description(
      'add a key that takes over in ten minutes; tokens of the old one stay good until they expire',
    )
    .option('--now', 'sign with it at once and withdraw the others: for a key that may have leaked')
    .addHelpText('after', example('npm run admin -- signing-keys rotate --now'))
    .action(async (options: RotateKeysOptions) => (await commands()).rotateSigningKeys(options));
  return keys;
}
