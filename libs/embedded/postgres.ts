import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#libs/kernel';
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { privateDir } from './places.js';
import { end, pidIn, run, serverIn } from './processes.js';
import { secretFile } from './secret-file.js';
import { ServerProcess, type ServerSpec } from './server-process.js';
import { asServerUser, type ServerUser } from './server-user.js';

export interface ServerPlace {
  /** The directory of the servers' own data. */
  readonly servers: string;
  /** The directory of secrets and logs, which the servers need not reach. */
  readonly dataDir: string;
  readonly cache: string;
  readonly ephemeral: boolean;
  readonly user: ServerUser;
}

/** The owner of the database `aiprod`: no superuser, as on a managed PostgreSQL, so row-level security binds it too. */
const OWNER = 'aiprod';
const MAX_CONNECTIONS = 200;

/** Fast shutdown, then immediate (recovers on the next start), then by force. */
const STOP_STEPS = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 1_000],
] as const;
const STOP_EPHEMERAL = STOP_STEPS.slice(1);

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  `max_connections=${MAX_CONNECTIONS}`,
  'timezone=UTC',
  'log_timezone=UTC',
];
/** For data that nobody will miss after a crash. */
const EPHEMERAL_SETTINGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=256MB',
  'min_wal_size=2MB',
  'dynamic_shared_memory_type=mmap',
];

/** Starts PostgreSQL on the data of this place, making the database first where there is none. */
export async function startPostgres(
  place: ServerPlace,
  onLost: (message: string) => void,
  signal: AbortSignal,
): Promise<{ process: ServerProcess; url: string }> {
  const { servers, ephemeral, user } = place;
  const binaries = await postgresBinaries(place.cache, user);
  const cluster = join(servers, 'postgres');
  const password = ephemeral
    ? await copyTemplate(cluster, binaries, place, signal)
    : await openCluster(cluster, binaries, place, signal);

  const pidFile = join(cluster, 'postmaster.pid');
  const settings = ephemeral ? [...SETTINGS, ...EPHEMERAL_SETTINGS] : SETTINGS;
  const specFor = (port: number): ServerSpec => ({
    name: 'PostgreSQL',
    program: binaries.postgres,
    args: ['-D', cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    user,
    log: join(place.dataDir, 'logs', 'postgres.log'),
    prepare: () => endLeftover(cluster, pidFile),
    ready: (pid) => Promise.resolve(readyLine(pidFile, pid)),
    stopSteps: ephemeral ? STOP_EPHEMERAL : STOP_STEPS,
  });
  const process = await ServerProcess.start(specFor, onLost, signal);
  return { process, url: `postgres://${OWNER}:${password}@127.0.0.1:${process.port}/${OWNER}` };
}

/** PostgreSQL writes "ready" into line 8 of its pid file, as `pg_ctl` reads it: no connection is needed to ask. */
function readyLine(pidFile: string, pid: number): boolean {
  if (pidIn(pidFile) !== pid) return false;
  return readFileSync(pidFile, 'utf8').split('\n')[7]?.trim() === 'ready';
}

/** Ends a server whose guardian was killed, and sees to it that a pid file from before a crash is not taken for one. */
export async function endLeftover(cluster: string, pidFile = join(cluster, 'postmaster.pid')): Promise<void> {
  const pid = await serverIn(cluster, pidFile, 'postgres');
  if (pid !== undefined) await end(pid, STOP_STEPS);
  if (!existsSync(pidFile)) return;
  // The number may meanwhile be another process's. PostgreSQL takes its parent's number for stale, and still checks
  // by the file's other lines that nobody holds its shared memory, which it would not if we deleted the file.
  const [, ...rest] = readFileSync(pidFile, 'utf8').split('\n');
  writeFileSync(pidFile, [String(process.pid), ...rest].join('\n'));
}

async function openCluster(
  cluster: string,
  binaries: PostgresBinaries,
  place: ServerPlace,
  signal: AbortSignal,
): Promise<string> {
  const password = secretFile(join(place.dataDir, 'postgres-password'));
  const versionFile = join(cluster, 'PG_VERSION');
  if (!existsSync(versionFile)) {
    await createCluster(cluster, binaries, place.user, password, ['--no-instructions'], signal);
    return password;
  }
  const [had, have] = [readFileSync(versionFile, 'utf8').trim(), binaries.version.split('.')[0]];
  if (had === have) return password;
  throw new AppError(
    'embedded.other_version',
    `${cluster} was written by PostgreSQL ${had}, this is ${have}: dump it with the old release and restore it with this one`,
  );
}

/** Making a database takes a second; copying an empty one that was made before takes a fifth of that. */
async function copyTemplate(
  cluster: string,
  binaries: PostgresBinaries,
  place: ServerPlace,
  signal: AbortSignal,
): Promise<string> {
  const { cache, user } = place;
  const owner = user?.uid ?? process.getuid?.() ?? 0;
  const template = privateDir(join(cache, `cluster-1-${binaries.version}-${owner}`), user);
  const password = secretFile(join(cache, `cluster-1-${binaries.version}-${owner}.password`));
  if (!existsSync(join(template, 'cluster', 'PG_VERSION'))) {
    const quick = ['--no-instructions', '--no-sync', '--no-data-checksums', '--wal-segsize=1'];
    await createCluster(join(template, 'cluster'), binaries, user, password, quick, signal);
  }
  privateDir(cluster, user);
  await run('cp', ['-R', `${template}/cluster/.`, cluster], { ...asServerUser(user), signal });
  return password;
}

/** Made aside and renamed, so that half a cluster is never taken for a whole one. */
async function createCluster(
  cluster: string,
  { initdb, postgres }: PostgresBinaries,
  user: ServerUser,
  password: string,
  options: string[],
  signal: AbortSignal,
): Promise<void> {
  const fresh = privateDir(`${cluster}.new-${process.pid}`, user);
  try {
    // One sort order on every machine, whatever its locale; and only the way in that we use, with a password.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const as = { ...asServerUser(user), signal };
    await run(initdb, ['-D', fresh, '--username=postgres', '--auth=reject', ...locale, ...options], as);
    writeFileSync(join(fresh, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n');
    const statements = [
      `CREATE ROLE ${OWNER} LOGIN CREATEDB CREATEROLE PASSWORD '${password}'`,
      `GRANT pg_monitor TO ${OWNER}`,
      `CREATE DATABASE ${OWNER} OWNER ${OWNER}`,
    ];
    const quiet = ['-c', 'log_min_messages=warning', '-c', 'exit_on_error=on'];
    const input = `${statements.join('\n')}\n`;
    await run(postgres, ['--single', '-D', fresh, ...quiet, 'postgres'], { ...as, input });
    renameSync(fresh, cluster);
  } catch (error) {
    // Somebody else made the same template meanwhile.
    if (!existsSync(join(cluster, 'PG_VERSION'))) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
