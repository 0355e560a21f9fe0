import { addColours, contrastRatio, mixColours, readableOn } from './colour.js';

describe('colour', () => {
  it('measures contrast as WCAG defines it', () => {
    expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrastRatio('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrastRatio('#ff0000', '#ff0000')).toBe(1);
  });

  it('mixes and adds light within the range', () => {
    expect(mixColours('#000000', '#ffffff', 0.5)).toBe('#808080');
    expect(addColours('#f0f000', '#ff8040', 0.5)).toBe('#ffff20');
  });

  it('moves a colour just as far as it takes to be read', () => {
    expect(readableOn('#ffcc00', ['#101010'], '#ffffff', 4.5)).toBe('#ffcc00');
    const darker = readableOn('#ffcc00', ['#ffffff', '#eeeeee'], '#000000', 4.5);
    expect(contrastRatio(darker, '#eeeeee')).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(darker, '#eeeeee')).toBeLessThan(6);
  });
});
