import fc from 'fast-check';
import { accountSubject, addressSubject } from './subjects.js';

const group = fc.integer({ min: 0, max: 0xffff });

describe('whose failures are counted', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:0:1:2:3:4:5', '2001:db8:0:1::/64'],
    ['2001:0DB8:0000:0001::5', '2001:db8:0:1::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s counts as %s', (address, subject) => {
    expect(addressSubject(address)).toBe(subject);
  });

  it('is the same network for any host in it, however its address is written', () => {
    const property = fc.property(
      fc.array(group, { minLength: 4, maxLength: 4 }),
      fc.array(group, { minLength: 4, maxLength: 4 }),
      (network, host) => {
        const short = [...network, ...host].map((part) => part.toString(16)).join(':');
        const long = [...network, ...host].map((part) => part.toString(16).padStart(4, '0')).join(':');
        const expected = `${network.map((part) => part.toString(16)).join(':')}::/64`;
        expect([addressSubject(short), addressSubject(long.toUpperCase())]).toEqual([expected, expected]);
      },
    );
    fc.assert(property, { seed: 20261121 });
  });

  it('never throws, and is never empty for what is not', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        expect(typeof addressSubject(text)).toBe('string');
      }),
      { seed: 20261121 },
    );
  });

  it('is an account whatever the case of its address, and shows nothing of it', () => {
    expect(accountSubject('Maria@Example.org')).toBe(accountSubject('maria@example.org'));
    expect(accountSubject('maria@example.org')).toMatch(/^[0-9a-f]{64}$/);
  });
});
