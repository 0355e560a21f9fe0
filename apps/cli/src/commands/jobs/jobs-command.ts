import { Command, Option } from 'commander';
import type { BulkRequest } from '#client';
import { example, wholeNumber } from '../../options.js';
import type { BatchOptions } from './batch.js';
import type { ExportOptions } from './export.js';
import type { BulkOptions, JobCommands, LimitOptions, ListOptions, Output, RerunOptions } from './run.js';
import type { VerifyOptions } from './verify.js';

const ID = '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b';
const ACTIONS = ['cancel', 'pause', 'resume', 'rerun', 'prioritise'] as const;
const FORMATS = ['zip', 'csv', 'json'] as const;
const priority = wholeNumber(0, 9);

/** `jobs` and its commands; the code behind them is loaded when one is called. */
export function jobsCommand(exit: (code: number) => void): Command {
  const jobs = new Command('jobs').description(
    'see and steer jobs of an API that runs (AIPROD_URL; AIPROD_TOKEN, or AIPROD_EMAIL and AIPROD_PASSWORD)',
  );
  const add = (usage: string, description: string, sample: string): Command =>
    jobs
      .command(usage)
      .description(description)
      .option('--json', 'print the answer as one line of JSON')
      .addHelpText('after', example(`npm run jobs -- ${sample}`));

  add('list', 'list jobs, the newest first', 'list --status processing')
    .option('--status <status>', 'only jobs in this status')
    .option('--limit <number>', 'at most this many', wholeNumber(1, 100))
    .option('--cursor <cursor>', 'go on after an earlier page')
    .action(async (options: ListOptions) => (await commands()).list(options));
  add('show <id>', 'see a job and its stages', `show ${ID}`).action(async (id: string, options: Output) =>
    (await commands()).inspect(id, options),
  );
  add('costs <id>', 'see what a job has cost, purchase by purchase', `costs ${ID}`).action(
    async (id: string, options: Output) => (await commands()).costs(id, options),
  );
  add(
    'batch <file>',
    'submit up to 100 jobs together, all or none: a JSON list of them, or one on each line',
    'batch briefs.ndjson --wait',
  )
    .option('--wait', 'follow them to their end; the exit code is 1 where one has not completed')
    .action(async (file: string, options: BatchOptions) =>
      exit(await (await import('./batch.js')).submitBatch(file, options)),
    );
  add('export', 'write jobs and what they have made into one file', `export --batch ${ID} --out films.zip`)
    .option('--batch <id>', 'only the jobs of this batch')
    .option('--status <status>', 'only jobs in this status')
    .option('--filter <filter>', 'only jobs of which this holds, as in "createdAt >= 2026-11-01"')
    .addOption(new Option('--format <format>', 'what to write').choices(FORMATS).default('zip'))
    .requiredOption('--out <file>', 'where to write it')
    .action(async (options: ExportOptions) => (await import('./export.js')).exportJobs(options));
  add('cancel <id>', 'stop a job for good and print the receipt', `cancel ${ID}`).action(
    async (id: string, options: Output) => (await commands()).cancel(id, options),
  );
  for (const action of ['pause', 'resume'] as const) {
    const description = action === 'pause' ? 'let nothing new of a job start' : 'let a paused job go on';
    add(`${action} <id>`, description, `${action} ${ID}`).action(async (id: string, options: Output) =>
      (await commands()).steer(action, id, options),
    );
  }
  add('prioritise <id>', 'change the priority of a job', `prioritise ${ID} --priority 9`)
    .requiredOption('--priority <number>', '9 is served first, 0 last', priority)
    .action(async (id: string, { priority: given, ...output }: Output & { priority: number }) =>
      (await commands()).prioritise(id, given, output),
    );
  add('rerun <id>', 'run part of a job again', `rerun ${ID} --from render --item 2 --dry-run`)
    .requiredOption('--from <stage>', 'the stage to start again from')
    .option(
      '--item <number>',
      'only this item of the fan-out, and what comes after it',
      wholeNumber(0, 9_999),
    )
    .option('--dry-run', 'only tell what would run again and what it cost last time')
    .action(async (id: string, options: RerunOptions) => (await commands()).rerun(id, options));
  add('bulk', 'do the same to many jobs', 'bulk --action pause --status processing --dry-run')
    .addOption(new Option('--action <action>', 'what to do').choices(ACTIONS).makeOptionMandatory())
    .option('--status <status>', 'jobs in this status')
    .option('--pipeline <name>', 'jobs of this pipeline')
    .option('--created-before <time>', 'jobs of before this time, like 2026-11-21T09:30:00Z')
    .option('--created-after <time>', 'jobs of after this time')
    .option('--priority <number>', 'for prioritise: 9 is served first, 0 last', priority)
    .option('--from <stage>', 'for rerun: the stage to start again from')
    .option('--dry-run', 'only tell what would be done and refused')
    .action(async ({ action, ...options }: BulkOptions & { action: BulkRequest['action'] }) =>
      (await commands()).bulk(action, options),
    );
  add('drain', 'stop dispatch for the whole system, or see whether it is', 'drain --on --reason "Upgrading"')
    .addOption(new Option('--on', 'let nothing new start').conflicts('off'))
    .option('--off', 'let it work again')
    .option('--reason <text>', 'why; shown to whoever asks')
    .action(async ({ on, off, ...options }: Output & { on?: true; off?: true; reason?: string }) =>
      (await commands()).drain(on ? 'on' : off ? 'off' : undefined, options),
    );
  add(
    'limits',
    'see or change how many jobs may be under way at once',
    'limits --scope pipeline --key video --max 4',
  )
    .addOption(new Option('--scope <scope>', 'what is limited').choices(['tenant', 'user', 'pipeline']))
    .option('--key <key>', 'the id of the tenant or user, or the name of the pipeline')
    .option('--max <number>', 'so many at once', wholeNumber(0, 100_000))
    .option('--remove', 'take the limit away')
    .action(async (options: LimitOptions) => (await commands()).limits(options));
  add('verify', 'rebuild jobs from their events and compare with the database (DATABASE_URL)', 'verify')
    .option('--job <id>', 'only this job')
    .action(async (options: VerifyOptions) => exit(await (await import('./verify.js')).verify(options)));
  return jobs;
}

const commands = async (): Promise<JobCommands> => new (await import('./run.js')).JobCommands();
