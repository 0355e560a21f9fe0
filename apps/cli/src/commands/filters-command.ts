import { Command } from 'commander';
import { example } from '../options.js';
import type { FiltersExplainOptions } from './filters-explain.js';

/** `admin filters …` */
export function filtersCommand(exit: (code: number) => void, dataDir: string): Command {
  const filters = new Command('filters').description('look into the filters of lists');
  filters
    .command('explain')
    .description('tell which index a filter uses, or which one would help')
    .argument('<filter>', 'a filter as GET /v1/jobs takes it')
    .requiredOption(
      '--resource <name>',
      'whose list: jobs, schedules, users, audit, deliveries, endpoints, keys',
    )
    .option('--tenant <id>', 'whose rows (default: those of the newest tenant)')
    .option('--data-dir <directory>', `${dataDir}; not used with DATABASE_URL`)
    .addHelpText('after', example('npm run admin -- filters explain "status = failed" --resource jobs'))
    .action(async (filter: string, options: FiltersExplainOptions) =>
      exit(await (await import('./filters-explain.js')).explainFilterCommand(filter, options)),
    );
  return filters;
}
