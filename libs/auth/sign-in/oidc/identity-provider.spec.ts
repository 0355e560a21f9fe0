import fc from 'fast-check';
import { identityOf } from './identity-provider.js';

const NAMES = { email: 'email', emailVerified: 'email_verified', tenant: 'firebase.tenant' };
const maria = {
  sub: 'm-1',
  email: 'maria@example.org',
  email_verified: true,
  firebase: { tenant: 'lisbon' },
};

describe('the identity in a token', () => {
  it('is read from the claims that the provider uses', () => {
    expect(identityOf(maria, NAMES)).toEqual({
      subject: 'm-1',
      email: 'maria@example.org',
      emailVerified: true,
      tenant: 'lisbon',
    });
    const names = { email: 'https://example.org/mail', emailVerified: 'xms_edov', tenant: 'tid' };
    const claims = { sub: 'm', 'https://example.org/mail': 'a@b.c', xms_edov: 'true', tid: 't' };
    expect(identityOf(claims, names)).toEqual({
      subject: 'm',
      email: 'a@b.c',
      emailVerified: true,
      tenant: 't',
    });
  });

  it.each([
    [{ ...maria, email_verified: undefined }, false],
    [{ ...maria, email_verified: 1 }, false],
    [{ ...maria, email_verified: 'yes' }, false],
    [{ ...maria, email_verified: false }, false],
  ])('has no verified address in %j', (claims, verified) => {
    expect(identityOf(claims, NAMES)?.emailVerified).toBe(verified);
  });

  it.each([{ sub: '' }, { sub: 7 }, {}, { sub: 'x'.repeat(256) }])('is nobody in %j', (claims) => {
    expect(identityOf(claims, NAMES)).toBeNull();
  });

  it('never comes from a prototype, and nothing in a token makes reading it fail', () => {
    const property = fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (claims, name) => {
      const found = identityOf({ ...claims, sub: 's' }, { email: name, emailVerified: name, tenant: name });
      expect(found?.subject).toBe('s');
      expect([null, 'string']).toContain(found?.email === null ? null : typeof found?.email);
    });
    fc.assert(property, { seed: 20261121 });
    const names = { email: 'constructor.name', emailVerified: '__proto__', tenant: 'toString.name' };
    expect(identityOf({ sub: 's' }, names)).toMatchObject({
      email: null,
      emailVerified: false,
      tenant: null,
    });
  });
});
