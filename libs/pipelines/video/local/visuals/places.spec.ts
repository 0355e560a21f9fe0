import { visualsOf } from './sketch-plan.js';

describe('planVisuals: places', () => {
  it('shows a place that a scene is about on a map, with the country brought out and the city pinned', () => {
    const [only] = visualsOf([{ headline: 'A day in Lyon', narration: 'Spend a whole day in Lyon.' }]);
    expect(only).toMatchObject({
      layout: 'map',
      headline: 'A day in Lyon',
      place: { name: 'Lyon', country: 'FR', at: [4.8, 45.8] },
    });
    expect(only?.icons.length).toBeGreaterThan(0);
  });

  it('shows a country in the film’s language', () => {
    const [only] = visualsOf([{ narration: 'Un voyage en Norvège.' }], { language: 'fr' });
    expect(only).toMatchObject({ layout: 'map', place: { name: 'Norvège', country: 'NO' } });
    expect(only?.place?.at).toBeUndefined();
  });

  it('shows each place once, where the film is most about it', () => {
    const layouts = visualsOf(
      [
        { narration: 'Our bread is known far beyond Lisbon.' },
        { narration: 'Welcome to Lisbon.', layout: 'split' },
        { narration: 'See you in Lisbon soon.', layout: 'stack', keywords: ['bread', 'coffee'] },
      ],
      { title: 'Fresh bread' },
    ).map(({ layout }) => layout);
    expect(layouts).toEqual(['hero', 'map', 'stack']);
  });

  it('keeps the opening picture of a film that only names where it happens', () => {
    const [first] = visualsOf([
      { narration: 'The bakery beside the old bridge in Lisbon opens.', keywords: ['bakery'] },
      { narration: 'Come by.' },
    ]);
    expect(first).toMatchObject({ layout: 'hero' });
    expect(first?.icons[0]).toBe('bread');
  });

  it('leaves figures, lists and quotations as they are, with the flag of a country that they name', () => {
    const [counts] = visualsOf([
      { headline: 'Cork', narration: 'About 50 % of all cork comes from Portugal.', layout: 'number' },
    ]);
    expect(counts).toMatchObject({ layout: 'number', figure: '50 %' });
    expect(counts?.icons).toContain('flag-pt');
    expect(counts?.place).toBeUndefined();
  });

  it.each(['Turkey recipe for the whole family.', 'Georgia bakes bread.', 'Nice shoes, nice price.'])(
    'shows no map for %j',
    (narration) => {
      const [only] = visualsOf([{ headline: narration.slice(0, 20), narration }]);
      expect(only).toMatchObject({ layout: 'hero' });
      expect(only?.icons.some((icon) => icon.startsWith('flag-'))).toBe(false);
    },
  );
});
