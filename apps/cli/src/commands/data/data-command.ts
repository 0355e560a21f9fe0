import { Command } from 'commander';
import { example } from '../../options.js';
import type { ExportOptions, ImportOptions } from './run.js';

const TENANT = '00000000-0000-7000-8000-000000000001';
const IMPORT = '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b';

/** `data` and its commands; the code behind them is loaded when one is called. */
export function dataCommand(exit: (code: number) => void): Command {
  const data = new Command('data').description(
    'move a tenant with all its data between systems (DATABASE_URL, STORAGE_DIR)',
  );
  const add = (usage: string, description: string, sample: string): Command =>
    data
      .command(usage)
      .description(description)
      .option('--json', 'print one line of JSON')
      .addHelpText('after', example(`npm run data -- ${sample}`));

  add(
    'export',
    'write a tenant with all its data into one file',
    `export --tenant ${TENANT} --out tenant.tar`,
  )
    .requiredOption('--tenant <id>', 'whose data')
    .requiredOption('--out <file>', 'where to')
    .option(
      '--password-hashes',
      'let users sign in with their passwords after an import: the file is a secret then',
    )
    .option('--leave-unfinished', 'leave out jobs that have not ended, instead of refusing')
    .action(async (options: ExportOptions) => exit(await (await run()).exportData(options)));
  add('validate <file>', 'check every byte and every row of an archive', 'validate tenant.tar').action(
    async (file: string, options: { json?: boolean }) =>
      exit(await (await run()).validateData(file, options)),
  );
  add('import <file>', 'import an archive, or go on with an interrupted import of it', 'import tenant.tar')
    .option('--tenant <id>', 'import it as another tenant: all ids are new (default: the tenant that it was)')
    .option('--tag-addresses', 'add a tag to e-mail addresses, for a copy in the same system')
    .option('--validate', 'only check the archive')
    .action(async (file: string, options: ImportOptions) =>
      exit(await (await run()).importData(file, options)),
    );
  add('rollback <import>', 'remove exactly what an import wrote', `rollback ${IMPORT}`).action(
    async (id: string, options: { json?: boolean }) => exit(await (await run()).rollbackData(id, options)),
  );
  return data;
}

const run = () => import('./run.js');
