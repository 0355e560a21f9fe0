import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id, which is the package's default algorithm. `memoryCost` is in KiB. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A hash of a password that nobody knows, of the same cost: looking at it takes as long as looking at a real one. */
export const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$3zgngEELT/mmoPDcqG3wGA$zzSNQ5WsSFk3AboUWDJO8xSRSL3qTrhs6tHR+IZIRpI';

const PREFIX = NOBODYS_HASH.split('$').slice(0, 4).join('$');

/** Stands for the hash of a user who has no password, such as one that an identity provider vouches for. */
export const NO_PASSWORD = '!';

/** Both run on libuv's threads, not on the event loop. One text can be typed as several sequences of characters: NFKC makes them one. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), COST);

/** Takes the same time whether or not there is a stored hash, so that it doesn't tell which users exist. */
export async function passwordMatches(stored: string | undefined, password: string): Promise<boolean> {
  const known = stored?.startsWith('$argon2id$') === true;
  const matches = await verify(known ? stored : NOBODYS_HASH, password.normalize('NFKC'));
  return matches && known;
}

/** Whether it was made at another cost than today's. */
export const isOutdated = (stored: string): boolean => !stored.startsWith(`${PREFIX}$`);

/** 24 characters, 144 bits. */
export const randomPassword = (): string => randomBytes(18).toString('base64url');
