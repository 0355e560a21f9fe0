import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id, which is the package's default algorithm. `memoryCost` is in KiB. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A hash of a password that nobody knows, of the same cost: looking at it takes as long as looking at a real one. */
export const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$3zgngEELT/mmoPDcqG3wGA$zzSNQ5WsSFk3AboUWDJO8xSRSL3qTrhs6tHR+IZIRpI';

/** Both run on libuv's threads, not on the event loop. */
export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** Takes the same time whether or not there is a stored hash, so that it doesn't tell which users exist. */
export async function passwordMatches(stored: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(stored ?? NOBODYS_HASH, password);
  return matches && stored !== undefined;
}

/** 24 characters, 144 bits. */
export const randomPassword = (): string => randomBytes(18).toString('base64url');
