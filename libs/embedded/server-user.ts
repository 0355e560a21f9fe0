import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whom a server runs as; `undefined` means: as whoever we are. */
export type ServerUser = { readonly uid: number; readonly gid: number } | undefined;

/** PostgreSQL refuses to run as root, and Redis has no need to: as root, both run as `postgres`, or else `nobody`. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name, , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]),
  );
  const user = accounts.get('postgres') ?? accounts.get('nobody');
  if (user === undefined) throw new Error('/etc/passwd has neither the user postgres nor nobody to run as');
  return user;
}

/** Spawn options that every program we run as the server user shares: a neutral place, language and time zone. */
export const asServerUser = (user: ServerUser, env: NodeJS.ProcessEnv = {}) => ({
  ...user,
  // The current directory may be one that the server user can't enter.
  cwd: '/',
  env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', ...env },
});

/** Whether the server user can enter a directory. Asked of the system, which also knows ACLs and read-only mounts. */
export const canEnter = (dir: string, user: ServerUser): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', dir], { ...asServerUser(user), stdio: 'ignore' }).status ===
  0;

/** Whether a program and its libraries load for the server user. */
export const canRun = (program: string, user: ServerUser, env?: NodeJS.ProcessEnv): boolean =>
  spawnSync(program, ['--version'], { ...asServerUser(user, env), stdio: 'ignore' }).status === 0;
