import { CommonPasswordList } from './common-passwords.js';
import { checkPassword, type CommonPasswords } from './password-policy.js';

describe('a new password', () => {
  let common: CommonPasswords;
  beforeAll(async () => {
    common = await new CommonPasswordList().load();
  });
  const check = (password: string, email = 'maria.fernandes@bakery-lisbon.example') =>
    checkPassword(password, { email, common, field: 'newPassword' });

  it.each([
    'correct horse battery staple',
    'all lower case and no digits',
    'ÄäÖöÜüßéèêñ🍞',
    'x9$Kq2!mVb7#Lp',
    'horse'.repeat(2) + 'battery staple',
    'abcdefghijkl'.repeat(10) + 'wxyz1234',
  ])('may be %j', (password) => expect(() => check(password)).not.toThrow());

  it.each([
    ['elevenchars', 'at least 12 characters'],
    // Each of these is two UTF-16 units, but one character.
    ['🍞🥐🥖🥨🥯🧇🥞🍰', 'at least 12 characters'],
    [`${'long enough '.repeat(10)}but a few more`, 'at most 128 characters'],
    ['aaaaaaaaaaaaaaaa', 'different characters'],
    ['121212121212', 'different characters'],
    ['maria.fernandes@bakery-lisbon.example', 'your e-mail address'],
    ['Fernandes loves bread', 'your e-mail address'],
    ['my LISBON password', 'your e-mail address'],
    ['1qaz2wsx3edc4rfv', 'tried first'],
    ['Administrator', 'tried first'],
    ['password1234567!', 'tried first'],
    ['2024-sunshine-2024', 'tried first'],
    ['passwordpassword', 'tried first'],
    ['ＰＡＳＳＷＯＲＤpassword', 'tried first'],
  ])('may not be %j', (password, why) => {
    expect(() => check(password)).toThrow(`newPassword: must`);
    expect(() => check(password)).toThrow(why);
  });

  it('is never repeated by the refusal', () => {
    expect(() => check('passwordpassword')).toThrow(expect.not.stringContaining('passwordpassword') as never);
  });
});
