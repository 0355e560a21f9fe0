import { Command } from 'commander';
import { example } from '../../options.js';
import type { ExportOptions } from './export.js';
import type { VerifyOptions } from './verify.js';

const TENANT = '00000000-0000-7000-8000-000000000001';

/** `audit` and its commands; the code behind them is loaded when one is called. */
export function auditCommand(exit: (code: number) => void): Command {
  const audit = new Command('audit').description('check, anchor and export the audit log (DATABASE_URL)');
  const add = (usage: string, description: string, sample: string): Command =>
    audit
      .command(usage)
      .description(description)
      .addHelpText('after', example(`npm run audit -- ${sample}`));

  add('verify', 'prove that no entry was edited, deleted, inserted, swapped or cut off', 'verify --json')
    .option('--tenant <id>', 'only the log of this tenant')
    .option('--anchors <file>', 'anchors that were kept outside the database (default: $AUDIT_ANCHOR_FILE)')
    .option('--json', 'print one line of JSON')
    .action(async (options: VerifyOptions) => exit(await (await import('./verify.js')).verify(options)));
  add('anchor', 'sign now how far each log goes', 'anchor').action(async () =>
    exit(await (await import('./anchor.js')).anchor()),
  );
  add('public-key', 'print the key that anchors can be checked with', 'public-key').action(async () =>
    exit((await import('./anchor.js')).printPublicKey()),
  );
  add(
    'export',
    'write a log as NDJSON, the oldest entry first',
    `export --tenant ${TENANT} --out audit.ndjson`,
  )
    .requiredOption('--tenant <id>', 'whose log')
    .option('--out <file>', 'where to (default: standard output)')
    .action(async (options: ExportOptions) => exit(await (await import('./export.js')).exportAudit(options)));
  return audit;
}
