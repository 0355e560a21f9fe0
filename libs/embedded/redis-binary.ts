import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { AppError } from '#libs/kernel';
import { run } from './processes.js';
import { canRun, type ServerUser } from './server-user.js';

export interface RedisBinary {
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface Search {
  readonly cache: string;
  readonly user: ServerUser;
  readonly signal: AbortSignal;
  readonly onProgress: (message: string) => void;
}

/**
 * A Redis to run: `redis-server` or `valkey-server` on the PATH; else, on Debian and its kin, the distribution's packages
 * unpacked into the cache, which installs nothing. @throws AppError `embedded.no_redis` with the command that installs it.
 */
export async function redisBinary(search: Search): Promise<RedisBinary> {
  for (const name of ['redis-server', 'valkey-server']) {
    const program = onPath(name);
    if (program !== undefined && canRun(program, search.user)) return { program, env: {} };
  }
  let cause: unknown;
  if (onPath('apt-get') && onPath('dpkg')) {
    try {
      return await unpackedRedis(search);
    } catch (error) {
      search.signal.throwIfAborted();
      cause = error;
    }
  }
  const why = cause instanceof Error ? `. Unpacking the distribution's package failed: ${cause.message}` : '';
  throw new AppError(
    'embedded.no_redis',
    `There is no Redis on this machine. Install it with:\n\n    ${installCommand()}\n\nor set REDIS_URL to a Redis of your own${why}`,
    { cause },
  );
}

async function unpackedRedis({ cache, user, signal, onProgress }: Search): Promise<RedisBinary> {
  const dir = join(cache, `redis-${osRelease()}-${process.arch}`);
  const unpacked = (): RedisBinary | undefined => {
    const program = join(dir, 'usr/bin/redis-server');
    if (!existsSync(program)) return undefined;
    const libraries = readdirSync(join(dir, 'usr/lib'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name.includes('-linux-'))
      .map((entry) => join(dir, 'usr/lib', entry.name));
    const env = { LD_LIBRARY_PATH: libraries.join(':') };
    return canRun(program, user, env) ? { program, env } : undefined;
  };
  const ready = unpacked();
  if (ready) return ready;

  onProgress('No Redis found: fetching the package of your distribution (once, nothing is installed) …');
  const fresh = `${dir}.${process.pid}`;
  try {
    mkdirSync(join(fresh, 'packages'), { recursive: true });
    await fetchPackages(join(fresh, 'packages'), signal);
    for (const name of readdirSync(join(fresh, 'packages'))) {
      await run('dpkg', ['-x', join(fresh, 'packages', name), fresh], { signal });
    }
    rmSync(join(fresh, 'packages'), { recursive: true });
    await run('chmod', ['-R', 'a+rX', fresh]);
    rmSync(dir, { recursive: true, force: true });
    renameSync(fresh, dir);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  const now = unpacked();
  if (now === undefined) throw new Error(`${dir}/usr/bin/redis-server does not run`);
  return now;
}

/** Downloads redis-server and whatever of its dependencies this machine lacks, as apt works them out. */
async function fetchPackages(dir: string, signal: AbortSignal): Promise<void> {
  const as = { signal, env: { ...process.env, LC_ALL: 'C' } };
  const download = async (options: string[]): Promise<void> => {
    const simulated = [...options, '-s', '--no-install-recommends', 'install', 'redis-server'];
    const plan = await run('apt-get', simulated, as);
    const packages = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name as string);
    await run('apt-get', [...options, 'download', ...packages], { ...as, cwd: dir });
  };
  // apt otherwise warns that its own user can't write here.
  const options = ['-q', '-o', 'APT::Sandbox::User='];
  try {
    await download(options);
  } catch {
    // No package lists yet, or old ones: fetch lists of our own; those of the system may need root and are not ours.
    const lists = `${dir}-lists`;
    mkdirSync(join(lists, 'partial'), { recursive: true });
    const own = [
      ...options,
      '-o',
      `Dir::State::Lists=${lists}`,
      '-o',
      `Dir::Cache=${lists}`,
      '-o',
      'Debug::NoLocking=1',
    ];
    try {
      await run('apt-get', [...own, 'update'], as);
      await download(own);
    } finally {
      rmSync(lists, { recursive: true, force: true });
    }
  }
}

function onPath(name: string): string | undefined {
  for (const dir of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(dir, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this directory.
    }
  }
  return undefined;
}

function osRelease(): string {
  const fields = new Map(
    readFileSync('/etc/os-release', 'utf8')
      .split('\n')
      .map((line) => line.split('='))
      .map(([key, value]) => [key, value?.replaceAll('"', '')]),
  );
  return `${fields.get('ID')}-${fields.get('VERSION_ID') ?? fields.get('VERSION_CODENAME')}`;
}

function installCommand(): string {
  if (onPath('apt-get')) return 'sudo apt-get install redis-server';
  if (onPath('dnf')) return 'sudo dnf install valkey';
  if (onPath('apk')) return 'sudo apk add redis';
  if (onPath('pacman')) return 'sudo pacman -S valkey';
  return 'brew install redis';
}
