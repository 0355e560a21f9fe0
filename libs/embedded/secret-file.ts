import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

export const randomSecret = (): string => randomBytes(32).toString('hex');

/** The secret in a file that only its owner may read; made on the first call and the same ever after. */
export function secretFile(path: string, make: () => string = randomSecret): string {
  const fresh = `${path}.${process.pid}`;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  try {
    // Written aside and linked: a reader never sees half a secret, and of two writers one wins.
    writeFileSync(fresh, `${make()}\n`, { mode: 0o600, flush: true });
    linkSync(fresh, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
  return readFileSync(path, 'utf8').trim();
}
