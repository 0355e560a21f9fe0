import { Argument, Command, InvalidArgumentError } from 'commander';
import type { Budget, Quota } from '#client';
import { example, list, wholeNumber } from '../../options.js';
import type { AccessCommands, Output, PageOptions } from './run.js';

const ID = '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b';
const QUOTAS = ['jobs_per_day', 'artifact_bytes'] satisfies Quota['resource'][];
const PERIODS = ['day', 'month'] satisfies Budget['period'][];
const BY_API = '(AIPROD_URL; AIPROD_TOKEN, or AIPROD_EMAIL and AIPROD_PASSWORD)';

/** `admin users`, `sessions`, `roles`, `keys`, `settings` and `tenants`; the code behind them is loaded when one is called. */
export function accessCommands(): Command[] {
  return [users(), sessions(), roles(), keys(), settings(), tenants()];
}

/** A group of commands that ask an API that runs. */
function group(name: string, about: string) {
  const command = new Command(name).description(`${about} ${BY_API}`);
  const add = (usage: string, description: string, sample: string): Command =>
    command
      .command(usage)
      .description(description)
      .option('--json', 'print the answer as one line of JSON')
      .addHelpText('after', example(`npm run admin -- ${name} ${sample}`));
  const addList = (description: string, sample: string): Command =>
    add('list', description, sample)
      .option('--limit <number>', 'at most this many', wholeNumber(1, 100))
      .option('--cursor <cursor>', 'go on after an earlier page');
  return { command, add, addList };
}

function users(): Command {
  const { command, add, addList } = group('users', 'see and change the users of your tenant');
  addList('list users, the newest first', 'list --role ADMIN')
    .option('--role <role>', 'only those of this role')
    .action(async (options: PageOptions & { role?: string }) => (await commands()).listUsers(options));
  add('show <id>', 'see a user', `show ${ID}`).action(async (id: string, output: Output) =>
    (await commands()).showUser(id, output),
  );
  add('add', 'add a user and print the password, once', 'add --email ada@example.org --role VIEWER')
    .requiredOption('--email <address>', 'e-mail address of the user')
    .option('--role <role>', 'ADMIN, USER, VIEWER, SERVICE or a role of the tenant’s own', 'USER')
    .action(async ({ json, ...user }: Output & { email: string; role: string }) =>
      (await commands()).addUser(user, { json }),
    );
  for (const name of ['disable', 'enable'] as const) {
    const description =
      name === 'disable' ? 'refuse every call of a user’s from now on' : 'let a user call again';
    add(`${name} <id>`, description, `${name} ${ID}`).action(async (id: string, output: Output) =>
      (await commands()).setDisabled(id, name === 'disable', output),
    );
  }
  add('role <id> <role>', 'give a user another role', `role ${ID} VIEWER`).action(
    async (id: string, role: string, output: Output) => (await commands()).giveRole(id, role, output),
  );
  add('reset-mfa <id>', 'take away a second factor that a user has lost', `reset-mfa ${ID}`).action(
    async (id: string) => (await commands()).resetMfa(id),
  );
  return command;
}

function sessions(): Command {
  const { command, add } = group('sessions', 'see and end the sessions of your tenant’s users');
  add('list <user>', 'list where a user is signed in, the last used first', `list ${ID}`).action(
    async (user: string, output: Output) => (await commands()).listSessions(user, output),
  );
  add('end <user> [session]', 'end a session of a user, or all of them', `end ${ID}`).action(
    async (user: string, session: string | undefined) => (await commands()).endSessions(user, session),
  );
  return command;
}

interface RoleOptions extends Output {
  permissions?: string[];
  description?: string;
  anyJob?: boolean;
}

function roles(): Command {
  const { command, add } = group('roles', 'see and define the roles of your tenant');
  const defined = (made: Command): Command =>
    made
      .option('--permissions <names>', 'what it allows, with commas between', list)
      .option('--description <text>', 'what it is for')
      .option('--any-job', 'reaches the jobs of others too')
      .option('--own-jobs', 'reaches own jobs only');
  const definition = ({
    permissions,
    description,
    anyJob,
    ownJobs,
  }: RoleOptions & { ownJobs?: boolean }) => ({
    permissions,
    description,
    anyJob: anyJob ? true : ownJobs ? false : undefined,
  });
  add('list', 'list roles, built-in ones first', 'list').action(async (output: Output) =>
    (await commands()).listRoles(output),
  );
  add('show <name>', 'see a role', 'show producer').action(async (name: string, output: Output) =>
    (await commands()).showRole(name, output),
  );
  defined(
    add('add <name>', 'define a role', 'add producer --permissions jobs:read,spend:approve --any-job'),
  ).action(async (name: string, options: RoleOptions) =>
    (await commands()).addRole({ permissions: [], name, ...present(definition(options)) }, options),
  );
  defined(add('change <name>', 'change a role', 'change producer --permissions jobs:read')).action(
    async (name: string, options: RoleOptions) =>
      (await commands()).changeRole(name, present(definition(options)), options),
  );
  add('delete <name>', 'delete a role that nobody has', 'delete producer').action(async (name: string) =>
    (await commands()).deleteRole(name),
  );
  return command;
}

function keys(): Command {
  const { command, add, addList } = group('keys', 'see, make, rotate and revoke API keys');
  addList('list API keys, the newest first', 'list').action(async (options: PageOptions) =>
    (await commands()).listKeys(options),
  );
  add('show <id>', 'see an API key, without its secret', `show ${ID}`).action(
    async (id: string, output: Output) => (await commands()).showKey(id, output),
  );
  add(
    'add',
    'make an API key and print it, once',
    'add --name "Nightly batch" --permissions jobs:create,jobs:read',
  )
    .requiredOption('--name <text>', 'what it is for')
    .option('--user-id <id>', 'whose it is; left out: yours')
    .option('--permissions <names>', 'what it may, with commas between; left out: what SERVICE may', list)
    .option('--any-job', 'reaches the jobs of others too')
    .option('--expires-at <time>', 'when it ends, like 2027-01-31T00:00:00Z; left out: never')
    .action(async ({ json, ...key }: Output & { name: string }) => (await commands()).addKey(key, { json }));
  add('rotate <id>', 'make a key in the place of this one, and print it, once', `rotate ${ID} --overlap 3600`)
    .option('--overlap <seconds>', 'how long the old one still opens', wholeNumber(0, 2_592_000), 86_400)
    .option('--expires-at <time>', 'when the new one ends; left out: as the old one')
    .action(
      async (
        id: string,
        { overlap, expiresAt, ...output }: Output & { overlap: number; expiresAt?: string },
      ) => (await commands()).rotateKey(id, { overlapSeconds: overlap, ...present({ expiresAt }) }, output),
    );
  add('revoke <id>', 'end an API key for good', `revoke ${ID}`).action(async (id: string) =>
    (await commands()).revokeKey(id),
  );
  return command;
}

function settings(): Command {
  const { command, add } = group('settings', 'see and change the settings of your tenant');
  const amount = wholeNumber(0, Number.MAX_SAFE_INTEGER);
  const limited = (made: Command, of: string): Command =>
    made.option('--limit <number>', of, amount).option('--remove', 'nothing limits it any more');
  add('show', 'see all settings', 'show').action(async (output: Output) =>
    (await commands()).showSettings(output),
  );
  limited(
    add('quota', 'set or remove a quota', 'quota jobs_per_day --limit 500').addArgument(
      new Argument('<resource>', 'what is limited').choices(QUOTAS),
    ),
    'jobs or bytes that may be used',
  ).action(async (resource: Quota['resource'], options: LimitOptions) =>
    (await commands()).setQuota(resource, limitIn(options), options),
  );
  limited(
    add('budget', 'set or remove a budget', 'budget month --limit 250000000')
      .addArgument(new Argument('<period>', 'how long it lasts').choices(PERIODS))
      .option('--user-id <id>', 'of this user; left out: of the tenant'),
    'micro-dollars that may be spent',
  ).action(async (period: Budget['period'], { userId, ...options }: LimitOptions & { userId?: string }) =>
    (await commands()).setBudget({ period, userId }, limitIn(options), options),
  );
  limited(
    add(
      'approval-threshold',
      'set or remove the cost above which jobs wait for a person',
      'approval-threshold --limit 2000000',
    ),
    'micro-dollars that a job may cost without a person’s yes; removed: as the presets say',
  ).action(async (options: LimitOptions) =>
    (await commands()).setApprovalThreshold(limitIn(options), options),
  );
  return command;
}

interface LimitOptions extends Output {
  limit?: number;
  remove?: boolean;
}

/** Null where the limit is to go: never by leaving something out. @throws InvalidArgumentError */
function limitIn({ limit, remove = false }: LimitOptions): number | null {
  if ((limit === undefined) === remove) return limit ?? null;
  throw new InvalidArgumentError('Say either --limit <number> or --remove.');
}

function tenants(): Command {
  const { command, add, addList } = group('tenants', 'see and change the tenants of the system');
  addList('list tenants, the newest first', 'list').action(async (options: PageOptions) =>
    (await commands()).listTenants(options),
  );
  add('show <id>', 'see a tenant', `show ${ID}`).action(async (id: string, output: Output) =>
    (await commands()).showTenant(id, output),
  );
  add(
    'add',
    'add a tenant and its administrator, and print the password, once',
    'add --name Bakery --admin-email ada@example.org',
  )
    .requiredOption('--name <text>', 'its name')
    .requiredOption('--admin-email <address>', 'e-mail address of its first administrator')
    .action(async ({ json, ...tenant }: Output & { name: string; adminEmail: string }) =>
      (await commands()).addTenant(tenant, { json }),
    );
  add('rename <id> <name>', 'rename a tenant', `rename ${ID} "Old bakery"`).action(
    async (id: string, name: string, output: Output) => (await commands()).changeTenant(id, { name }, output),
  );
  for (const name of ['suspend', 'resume'] as const) {
    const description =
      name === 'suspend' ? 'refuse every call of a tenant’s from now on' : 'let a tenant call again';
    add(`${name} <id>`, description, `${name} ${ID}`).action(async (id: string, output: Output) =>
      (await commands()).changeTenant(id, { suspended: name === 'suspend' }, output),
    );
  }
  return command;
}

const present = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const commands = async (): Promise<AccessCommands> => new (await import('./run.js')).AccessCommands();
