import { seededRandom } from './random.js';

const draw = (seed: number, label: string, count = 1_000) => {
  const random = seededRandom(seed, label);
  return Array.from({ length: count }, () => random.next());
};

describe('seededRandom', () => {
  it('repeats for the same seed and label, and for no other', () => {
    expect(draw(7, 'music')).toEqual(draw(7, 'music'));
    expect(draw(7, 'music')).not.toEqual(draw(7, 'words'));
    expect(draw(7, 'music')).not.toEqual(draw(8, 'music'));
  });

  it('spreads evenly over [0, 1)', () => {
    const values = draw(1, 'spread', 10_000);
    const mean = values.reduce((a, b) => a + b) / values.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it('shuffles without losing anything', () => {
    const items = [1, 2, 3, 4, 5, 6, 7, 8];
    const shuffled = seededRandom(3, 'cards').shuffle(items);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort()).toEqual(items);
  });
});
