import { ValidationError } from '#libs/kernel';
import { admitBrief } from './admission.js';

const BRIEF = 'A bakery in Lisbon opens at 7.';

const refusal = (input: unknown): string[] => {
  try {
    admitBrief(input);
  } catch (error) {
    if (error instanceof ValidationError) return error.fields.map(({ path }) => path);
    throw error;
  }
  return [];
};

describe('admitBrief', () => {
  it('fills in what a client leaves out', () => {
    expect(admitBrief({ brief: BRIEF })).toEqual({
      brief: BRIEF,
      durationSec: 15,
      aspect: '16:9',
      approvals: 'preset',
      resolution: '720p',
      preset: 'quick_social',
    });
  });

  it.each<[string, unknown, string[]]>([
    ['one character', { brief: 'x' }, ['input.brief']],
    ['50 kB', { brief: 'word '.repeat(10_000) }, ['input.brief']],
    ['no seconds', { brief: BRIEF, durationSec: 0 }, ['input.durationSec']],
    ['hours', { brief: BRIEF, durationSec: 10_000 }, ['input.durationSec']],
    ['more seconds than the preset has', { brief: BRIEF, durationSec: 31 }, ['input.durationSec']],
    ['an unknown preset', { brief: BRIEF, preset: 'epic' }, ['input.preset']],
    ['nothing but markup', { brief: '<p><b></b></p><script></script>' }, ['input.brief']],
    ['a script without a font', { brief: 'مخبز جديد يفتح في لشبونة' }, ['input.brief']],
    ['several at once', { brief: 3, seed: -1, size: 'L' }, ['input.brief', 'input.seed', 'input.size']],
    ['no object', 'a film please', ['input']],
  ])('refuses %s and names the field', (_, input, paths) => {
    expect(refusal(input)).toEqual(paths);
  });

  it.each([
    '<h1>Summer sale</h1> <script>alert(1)</script> 40 % off all tents',
    '$(rm -rf /); `reboot` && echo "Buy our coffee" | cat',
    'リスボンの小さなパン屋が毎朝7時に開店します。',
    '🎉🎉🎉 party at noon, bring cake',
    'word '.repeat(1_999),
  ])('accepts the odd but legal: %s', (brief) => {
    expect(admitBrief({ brief }).brief).toBe(brief.trim());
  });
});
