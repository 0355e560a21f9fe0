import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  statfsSync,
  symlinkSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { availableMemory } from 'node:process';
import { AppError } from '#libs/kernel';
import { canEnter, type ServerUser } from './server-user.js';

const ROOT_DATA_DIR = '/var/lib/aiprod';
const SHARED_MEMORY = '/dev/shm';
const PLENTY_BYTES = 2_000_000_000;
const isRoot = () => process.getuid?.() === 0;

/** Where the data of this machine is kept unless the caller says otherwise. */
export function defaultDataDir(env: NodeJS.ProcessEnv = process.env): string {
  if (env.AIPROD_DATA_DIR) return resolve(env.AIPROD_DATA_DIR);
  return isRoot() ? ROOT_DATA_DIR : join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'aiprod');
}

/**
 * A directory for what can be made again: unpacked programs, an empty cluster. Programs are run from it, so it must be
 * ours, writable by nobody else, and open to the server user.
 */
export function cacheDir(user: ServerUser, env: NodeJS.ProcessEnv = process.env): string {
  const candidates = [
    join(env.XDG_CACHE_HOME || (isRoot() ? '/var/cache' : join(homedir(), '.cache')), 'aiprod'),
    ...temporaryDirs().map((dir) => join(dir, `aiprod-cache-${process.getuid?.() ?? 0}`)),
  ];
  for (const dir of candidates) {
    try {
      mkdirSync(dir, { recursive: true, mode: 0o755 });
      const stat = lstatSync(dir);
      if (
        stat.isDirectory() &&
        stat.uid === process.getuid?.() &&
        !(stat.mode & 0o022) &&
        canEnter(dir, user)
      )
        return dir;
    } catch {
      // Not here, then: the next candidate.
    }
  }
  throw new AppError('embedded.no_place', `No usable cache directory among ${candidates.join(', ')}`);
}

/**
 * A new directory that is deleted at the end. Its servers work in memory where there is plenty: a database is a thousand
 * small files, and making those takes a second on some disks.
 */
export function ephemeralDir(user: ServerUser): string {
  const parent = temporaryDirs().find((dir) => canEnter(dir, user));
  if (parent === undefined)
    throw new AppError('embedded.no_place', 'No temporary directory can be used; set TMPDIR');
  const dir = mkdtempSync(join(parent, 'aiprod-'));
  openForPassage(dir, user);
  if (hasRoom(SHARED_MEMORY) && canEnter(SHARED_MEMORY, user)) {
    const inMemory = mkdtempSync(join(SHARED_MEMORY, 'aiprod-'));
    openForPassage(inMemory, user);
    symlinkSync(inMemory, join(dir, 'servers'));
  }
  return dir;
}

/**
 * The directory of the servers' own data. Where the server user can't enter the data directory (it lies below one that
 * only root may enter), it is moved to where they can, and `servers` in the data directory becomes a link to it.
 */
export function serversDir(dataDir: string, user: ServerUser): string {
  const link = join(dataDir, 'servers');
  if (lstatSync(link, { throwIfNoEntry: false }) === undefined) {
    if (canEnter(dataDir, user)) mkdirSync(link, { mode: 0o755 });
    else {
      const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16);
      const elsewhere = join(ROOT_DATA_DIR, 'elsewhere', name);
      mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
      symlinkSync(elsewhere, link);
    }
  }
  const dir = realpathSync(link);
  if (!canEnter(dir, user)) {
    throw new AppError(
      'embedded.unreachable',
      `${dir} holds the servers' data, but the user that they run as can't enter it. Open its parents (chmod o+x) or set AIPROD_DATA_DIR`,
    );
  }
  return dir;
}

/** Makes a directory of ours one that nobody else can read, and that the server user can pass through. */
export const openForPassage = (dir: string, user: ServerUser): void => chmodSync(dir, user ? 0o711 : 0o700);

/** A directory that belongs to the server user alone. */
export function privateDir(dir: string, user: ServerUser): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (user) chownSync(dir, user.uid, user.gid);
  return dir;
}

const temporaryDirs = () => [...new Set([tmpdir(), '/tmp', '/var/tmp'])];

function hasRoom(dir: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize > PLENTY_BYTES && availableMemory() > PLENTY_BYTES;
  } catch {
    return false;
  }
}
