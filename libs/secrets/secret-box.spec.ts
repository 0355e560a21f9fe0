import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { ConfigError } from '#libs/config';
import { newMasterKey, SecretBox, type SecretPlace, SecretsConfig } from './index.js';
import { SecretsError } from './secrets.errors.js';

const RUNS = { seed: 20_261_121, numRuns: 200 };
const PLACE = { table: 'tenant_provider_keys', column: 'key_sealed', row: 't1/gemini' };
const boxWith = (...keys: string[]) => new SecretBox(() => keys.join(','));
const refusal = (act: () => unknown): SecretsError => {
  try {
    act();
  } catch (error) {
    return error as SecretsError;
  }
  throw new Error('It was not refused');
};

const secrets = fc.string({ unit: 'binary', maxLength: 200 });
const places: fc.Arbitrary<SecretPlace> = fc.record({
  table: fc.string({ maxLength: 8 }),
  column: fc.string({ maxLength: 8 }),
  row: fc.string({ maxLength: 8 }),
});

describe('a secret box', () => {
  const box = boxWith(newMasterKey());

  it('gives back what was sealed, and never seals twice alike', () => {
    fc.assert(
      fc.property(secrets, places, (secret, place) => {
        const sealed = box.seal(secret, place);
        expect(box.open(sealed, place)).toBe(secret);
        expect(box.seal(secret, place)).not.toBe(sealed);
        if (secret.length > 5) expect(sealed).not.toContain(secret);
      }),
      RUNS,
    );
  });

  it('refuses a secret in another place', () => {
    fc.assert(
      fc.property(secrets, places, places, (secret, place, other) => {
        fc.pre(JSON.stringify(place) !== JSON.stringify(other));
        const error = refusal(() => box.open(box.seal(secret, place), other));
        expect(error.code).toBe('secrets.unreadable');
      }),
      RUNS,
    );
  });

  it('refuses a secret of which any character has been changed, and shows none of it', () => {
    const secret = 'sk-live-0123456789abcdef';
    const sealed = box.seal(secret, PLACE);
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.string({ minLength: 0, maxLength: 2 }), (at, change) => {
        const altered = sealed.slice(0, at) + change + sealed.slice(at + 1);
        fc.pre(altered !== sealed);
        const error = refusal(() => box.open(altered, PLACE));
        expect(error.code).toBe('secrets.unreadable');
        expect(JSON.stringify([error.message, error.options, error.stack])).not.toMatch(/sk-live|s1\.k1/);
      }),
      { ...RUNS, numRuns: 1_000 },
    );
  });

  it('refuses what is too short, empty, or no sealed text at all', () => {
    for (const text of [
      '',
      's1',
      's1.k1..',
      's1.k1.AAAA.AAAA',
      's2.k1.AAAA.AAAA',
      'sk-live-0123456789abcdef',
    ])
      expect(refusal(() => box.open(text, PLACE))).toMatchObject({
        code: 'secrets.unreadable',
        options: { details: { reason: 'malformed' } },
      });
  });

  it('says which setting lacks the key', () => {
    const error = refusal(() => boxWith(newMasterKey('k2')).open(box.seal('x', PLACE), PLACE));
    expect(error).toMatchObject({
      code: 'secrets.unreadable',
      options: { details: { reason: 'unknown_key' } },
    });
    expect(error.message).toContain('SECRETS_KEYS');
  });

  it('refuses another key of the same name', () => {
    const error = refusal(() => boxWith(newMasterKey()).open(box.seal('x', PLACE), PLACE));
    expect(error).toMatchObject({ options: { details: { reason: 'not_authentic' } } });
  });
});

describe('a new master key', () => {
  const [old, fresh] = [newMasterKey('k1'), newMasterKey('k2')];

  it('takes over without the secret being encrypted again', () => {
    const sealed = boxWith(old).seal('secret', PLACE);
    const both = boxWith(fresh, old);
    expect(both.needsRewrap(sealed, PLACE)).toBe(true);
    const rewrapped = both.rewrap(sealed, PLACE);
    expect(both.needsRewrap(rewrapped, PLACE)).toBe(false);
    expect(rewrapped.split('.')[3]).toBe(sealed.split('.')[3]);
    expect(boxWith(fresh).open(rewrapped, PLACE)).toBe('secret');
    expect(refusal(() => boxWith(old).open(rewrapped, PLACE)).code).toBe('secrets.unreadable');
  });

  it('does not move a secret to another place on the way', () => {
    const sealed = boxWith(old).seal('secret', PLACE);
    const elsewhere = { ...PLACE, row: 't2/gemini' };
    expect(refusal(() => boxWith(fresh, old).rewrap(sealed, elsewhere)).code).toBe('secrets.unreadable');
  });

  it('is known to a process that runs, once it stands in the file', () => {
    let file = old;
    const running = new SecretBox(() => file);
    const before = running.seal('secret', PLACE);
    file = [fresh, old].join(',');
    const after = new SecretBox(() => file).seal('secret', PLACE);
    expect(running.open(after, PLACE)).toBe('secret');
    expect(running.open(before, PLACE)).toBe('secret');
    expect(running.needsRewrap(running.seal('another', PLACE), PLACE)).toBe(false);
    // Half a file, as an editor may leave it for a moment, takes no key away.
    file = 'k2:';
    expect(running.open(before, PLACE)).toBe('secret');
  });
});

describe('SECRETS_KEYS', () => {
  const key = randomBytes(32).toString('base64');

  it.each([
    '',
    'k1',
    `k1:`,
    `k1:${key.slice(4)}`,
    `k1:${key},k1:${key}`,
    `a b:${key}`,
    `k1:${key}:`,
    `k1:${key},`,
  ])('can’t be %j, and the message repeats nothing of it', (SECRETS_KEYS) => {
    const read = () => SecretsConfig.fromEnv({ SECRETS_KEYS });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/SECRETS_KEYS: .*id:base64/);
    expect(read).not.toThrow(new RegExp(key.slice(4, 20).replace(/[+/]/g, '.')));
  });

  it('may be several keys', () => {
    expect(
      SecretsConfig.fromEnv({ SECRETS_KEYS: `${newMasterKey('b')}, ${newMasterKey('a')}` }),
    ).toBeDefined();
  });
});
