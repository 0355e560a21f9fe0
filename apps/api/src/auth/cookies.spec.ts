import fc from 'fast-check';
import { cookieOf, setCookie } from './cookies.js';

const RUNS = { seed: 20261121 };

describe('a cookie', () => {
  it.each([
    ['a=1; session=abc; b=2', 'abc'],
    ['session=abc', 'abc'],
    ['  session=abc ;x', 'abc'],
    ['xsession=abc', undefined],
    ['session=one; session=two', undefined],
    ['session=a b', undefined],
    ['session="abc"', undefined],
    ['session', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('in %j is %j', (header, value) => {
    expect(cookieOf(header, 'session')).toBe(value);
  });

  it('is found among any others', () => {
    const other = fc.stringMatching(/^[a-r]{1,5}=[\w.-]{0,9}$/);
    const property = fc.property(
      fc.array(other),
      fc.array(other),
      fc.stringMatching(/^[\w.-]{1,50}$/),
      (before, after, value) => {
        expect(cookieOf([...before, `session=${value}`, ...after].join('; '), 'session')).toBe(value);
      },
    );
    fc.assert(property, RUNS);
  });

  it('is no reason to fail, whatever the header holds', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(['string', 'undefined']).toContain(typeof cookieOf(header, 'session'));
      }),
      RUNS,
    );
  });

  it('is set for the whole host', () => {
    expect(setCookie('n', 'v', { secure: true, httpOnly: true, maxAgeSeconds: 60 })).toBe(
      'n=v; Path=/; Max-Age=60; SameSite=Lax; HttpOnly; Secure',
    );
  });
});
