import { Command } from 'commander';
import { DATA_DIR, example } from '../options.js';
import { accessCommands } from './access/access-commands.js';
import type { CreateAdminOptions } from './create-admin.js';
import { filtersCommand } from './filters-command.js';

/** `admin`: the first administrator through the database, everything else through an API that runs. */
export function adminCommand(exit: (code: number) => void): Command {
  const admin = new Command('admin').description(
    'administer a deployment: users, roles, API keys, tenants, filters',
  );
  admin
    .command('create-admin')
    .description('add an administrator of the tenant that operates the system, and print the password, once')
    .requiredOption('--email <address>', 'e-mail address of the new administrator')
    .option('--data-dir <directory>', `${DATA_DIR}; not used with DATABASE_URL`)
    .addHelpText('after', example('npm run admin -- create-admin --email me@example.com'))
    .action(async (options: CreateAdminOptions) =>
      exit(await (await import('./create-admin.js')).createAdminCommand(options)),
    );
  admin.addCommand(filtersCommand(exit, DATA_DIR));
  for (const command of accessCommands()) admin.addCommand(command);
  return admin;
}
