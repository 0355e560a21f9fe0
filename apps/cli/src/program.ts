import { Command } from 'commander';
import { adminCommand } from './commands/admin/admin-command.js';
import type { DemoOptions } from './commands/demo.js';
import { auditCommand } from './commands/audit/audit-command.js';
import { dataCommand } from './commands/data/data-command.js';
import type { GalleryOptions } from './commands/gallery.js';
import { jobsCommand } from './commands/jobs/jobs-command.js';
import type { StartOptions } from './commands/start.js';
import { DATA_DIR, example, wholeNumber } from './options.js';

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

/** The commands. Each loads its code when it is called; `exit` gets its exit code. */
export function createProgram(exit: (code: number) => void): Command {
  const program = new Command('aiprod')
    .description('Turns a brief into finished, checked and accounted-for work')
    .addHelpText(
      'after',
      example(
        'npm run demo',
        'npm start -- --workers 2',
        'npm run jobs -- list --status processing',
        'npm run admin -- create-admin --email me@example.com',
        'npm run audit -- verify',
        'npm run admin -- users add --email ada@example.org --role VIEWER',
      ),
    );

  program
    .command('demo')
    .description('make one film on this machine, on a stack that is gone afterwards')
    .option('--brief <text>', 'what the film is about', BRIEF)
    .option('--duration <seconds>', 'length of the film', wholeNumber(1, 3_600))
    .option('--aspect <ratio>', '16:9, 9:16, 1:1 or 4:5')
    .option('--resolution <name>', '720p or 1080p')
    .option('--preset <name>', 'quick_social, brand_campaign or premium_spot')
    .option('--seed <number>', 'the same seed makes the same film', wholeNumber(0, 2_147_483_647))
    .option('--out <directory>', 'where to put the film and what belongs to it', './out')
    .option('--json', 'print one JSON object as the last line')
    .addHelpText(
      'after',
      example('npm run demo -- --brief "A rocket to Mars lifts off" --duration 15 --aspect 9:16'),
    )
    .action(async (options: DemoOptions) => exit(await (await import('./commands/demo.js')).demo(options)));

  program
    .command('gallery')
    .description('make twelve films of different kinds, a contact sheet of each, and a page that shows them')
    .option('--only <names>', 'some of them, with commas between: recipe,quote')
    .option('--duration <seconds>', 'length of every film', wholeNumber(5, 60))
    .option('--jobs <number>', 'films at a time', wholeNumber(1, 8), 1)
    .option('--seed <number>', 'the same seed makes the same films', wholeNumber(0, 2_147_483_647), 1)
    .option('--out <directory>', 'where to put them', './out/gallery')
    .addHelpText('after', example('npm run gallery -- --only recipe,quote --duration 10'))
    .action(async (options: GalleryOptions) =>
      exit(await (await import('./commands/gallery.js')).gallery(options)),
    );

  program
    .command('start')
    .description('run the API and its workers on this machine; data stays')
    .option('--workers <number>', 'worker processes', wholeNumber(1, 64), 1)
    .option('--port <number>', 'port of the API on 127.0.0.1', wholeNumber(1, 65_535), 3_000)
    .option('--data-dir <directory>', DATA_DIR)
    .option('--admin-email <address>', 'e-mail address of the first administrator', 'admin@example.com')
    .addHelpText('after', example('npm start -- --workers 2 --port 3000'))
    .action(async (options: StartOptions) =>
      exit(await (await import('./commands/start.js')).start(options)),
    );

  program.addCommand(adminCommand(exit));
  program.addCommand(jobsCommand(exit));
  program.addCommand(auditCommand(exit));
  program.addCommand(dataCommand(exit));
  return program;
}
