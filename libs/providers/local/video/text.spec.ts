import { registerFonts } from './fonts.js';
import { fitText, tokenise, type FitOptions } from './text.js';

const OPTIONS: FitOptions = {
  width: 400,
  height: 200,
  maxSize: 60,
  minSize: 20,
  maxLines: 3,
  weight: 800,
  leading: 1.1,
};

describe('fitText', () => {
  beforeAll(() => registerFonts(['日本']));

  const texts = [
    'Go',
    'Fresh bread every morning',
    'Everything you always wanted to know about travelling through space with children',
    'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen',
    'Учиться никогда не поздно, даже если очень хочется отдохнуть',
    '東京の小さなカフェで、猫とコーヒーを楽しむ静かな朝の時間があなたを待っています。',
    'a'.repeat(300),
    '',
  ];
  it.each(texts)('sets %j inside its box', (text) => {
    const fitted = fitText(text, OPTIONS);
    expect(fitted.lines.length).toBeLessThanOrEqual(OPTIONS.maxLines);
    expect(fitted.width).toBeLessThanOrEqual(OPTIONS.width);
    expect(fitted.height).toBeLessThanOrEqual(OPTIONS.height + 1e-6);
    const shown = fitted.lines.flatMap((line) => line.tokens.map((token) => token.text)).join('');
    expect(shown.replaceAll('-', '')).toBe(text.replace(/\s+/gu, ''));
  });

  it('keeps short text at the largest size and breaks only words that fit no line', () => {
    expect(fitText('Go now', OPTIONS).size).toBe(OPTIONS.maxSize);
    const words = fitText('Fresh bread every morning', OPTIONS).lines.flatMap(({ tokens }) => tokens);
    expect(words.map(({ text }) => text)).toEqual(['Fresh', 'bread', 'every', 'morning']);
  });

  it('evens out lines instead of leaving one word alone', () => {
    const { lines } = fitText('Come and see us at seven', { ...OPTIONS, width: 520 });
    const widths = lines.map((line) => line.width);
    expect(lines.length).toBeGreaterThan(1);
    expect(Math.min(...widths) / Math.max(...widths)).toBeGreaterThan(0.5);
  });

  it('shows no space between Japanese words of a caption, and keeps those of a title and of Latin words', () => {
    const spaced = (closeCjk: boolean) =>
      fitText('パン 屋 AIPROD cafe', { ...OPTIONS, width: 2000, closeCjk }).lines[0]?.tokens.map(
        (token) => token.spaced,
      );
    expect(spaced(true)).toEqual([true, false, true, true]);
    expect(spaced(false)).toEqual([true, true, true, true]);
  });
});

describe('tokenise', () => {
  it('cuts Japanese between words and never before a closing sign', () => {
    const tokens = tokenise('猫とコーヒーを、楽しむ。「静かな」朝');
    expect(tokens.length).toBeGreaterThan(4);
    for (const { text } of tokens) expect(text).not.toMatch(/^[、。」ー]/u);
    for (const { text } of tokens) expect(text).not.toMatch(/「$/u);
  });

  it('remembers which word a token belongs to', () => {
    expect(tokenise('one 東京カフェ two').map(({ word }) => word)).toEqual([0, 1, 1, 2]);
    expect(tokenise(' Big 🎉👩🏽‍🍳 sale©🇵🇹 ')).toEqual([
      { text: 'Big', spaced: true, word: 0 },
      { text: 'sale©', spaced: true, word: 2 },
    ]);
  });
});
