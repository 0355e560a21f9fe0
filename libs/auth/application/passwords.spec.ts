import { hashPassword, NOBODYS_HASH, passwordMatches, randomPassword } from './passwords.js';

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

  it('made at random are long and never the same', () => {
    const made = new Set(Array.from({ length: 100 }, randomPassword));
    expect(made.size).toBe(100);
    expect([...made].every((password) => password.length >= 20)).toBe(true);
  });
});
