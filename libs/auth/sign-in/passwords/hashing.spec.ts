import {
  hashPassword,
  isOutdated,
  NO_PASSWORD,
  NOBODYS_HASH,
  passwordMatches,
  randomPassword,
} from './hashing.js';

/** Algorithm, version and cost, without salt and hash. */
const costOf = (hash: string) => hash.split('$').slice(1, 4);

describe('passwords', () => {
  it('are hashed with argon2id of at least 19 MiB and two passes', async () => {
    expect(costOf(await hashPassword('secret'))).toEqual(['argon2id', 'v=19', 'm=19456,t=2,p=1']);
  });

  it('match their own hash only', async () => {
    const hash = await hashPassword('correct horse');
    expect(await passwordMatches(hash, 'correct horse')).toBe(true);
    expect(await passwordMatches(hash, 'Correct horse')).toBe(false);
  });

  it('of a user who does not exist match nothing, and cost as much to check', async () => {
    expect(await passwordMatches(undefined, 'anything')).toBe(false);
    expect(costOf(NOBODYS_HASH)).toEqual(costOf(await hashPassword('anything')));
  });

  it('match however the same text was typed', async () => {
    const hash = await hashPassword('caf\u00e9 and bread');
    expect(await passwordMatches(hash, 'cafe\u0301 and bread')).toBe(true);
  });

  it('of a user who has none match nothing', async () => {
    expect(await passwordMatches(NO_PASSWORD, NO_PASSWORD)).toBe(false);
    expect(await passwordMatches('', '')).toBe(false);
  });

  it('are due for a new hash when the cost has changed', async () => {
    expect(isOutdated(await hashPassword('x'))).toBe(false);
    expect(isOutdated('$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$aGFzaA')).toBe(true);
  });

  it('made at random are long and never the same', () => {
    const made = new Set(Array.from({ length: 100 }, randomPassword));
    expect(made.size).toBe(100);
    expect([...made].every((password) => password.length >= 20)).toBe(true);
  });
});
