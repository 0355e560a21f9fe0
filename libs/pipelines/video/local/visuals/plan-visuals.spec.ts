import { contrastRatio } from '#libs/providers';
import { LAYOUTS, MOODS } from '#libs/providers/ports';
import { VisualPlanSchema } from '../../domain/index.js';
import { iconExists } from './icon-index.js';
import { PALETTES, shadeFor } from './palettes.js';
import { planVisuals } from './plan-visuals.js';
import { briefOf, planOf, visualsOf, type SceneIdea } from './sketch-plan.js';
import { SYNONYMS } from './synonyms.js';

const iconsFor = (narration: string, keywords: string[], language = 'en') =>
  visualsOf([{ narration, keywords }], { language })[0]?.icons ?? [];

describe('planVisuals: icons', () => {
  it.each([
    ['A cosy bakery opens at seven.', ['bakery'], 'bread'],
    ['Croissants and coffee.', ['croissants'], 'croissant'],
    ['Everything is cheaper this week.', ['sale'], 'label'],
    ['We are looking for you.', ['job'], 'briefcase'],
    ['We are hiring in the north.', ['hiring'], 'briefcase'],
    ['Fly to the stars.', ['rocket'], 'rocket'],
    ['A child reads.', ['child'], 'child'],
    ['It rains all day.', ['rain'], 'cloud-with-rain'],
    ['The doctors are here for you.', ['hospital'], 'hospital'],
    ['A walk through the old town.', ['lisbon'], 'tram-car'],
    ['Land of temples.', ['japan'], 'mount-fuji'],
    ['A scoop for everyone.', ['ice cream'], 'ice-cream'],
    ['Books for everyone.', ['book'], 'books'],
    ['They smell like rain.', ['candles', 'handmade', 'rain'], 'candle'],
    ['On your balcony.', ['grow', 'growth'], 'seedling'],
    ['The next train leaves soon.', ['train'], 'high-speed-train'],
  ])('shows %j (%j) as %s', (narration, keywords, icon) => {
    expect(iconsFor(narration, keywords)[0]).toBe(icon);
  });

  it.each([
    ['fr', 'Une boulangerie ouvre à sept heures.', ['boulangerie'], 'bread'],
    ['fr', 'Le pain est chaud.', ['pain'], 'bread'],
    ['es', 'Fresas recién cogidas.', ['fresa'], 'strawberry'],
    ['es', 'Busca tu próximo trabajo.', ['trabajo'], 'briefcase'],
    ['de', 'Eine Bäckerei öffnet um sieben.', ['Bäckerei'], 'bread'],
    ['de', 'Das Kind spielt im Garten.', ['Kind'], 'child'],
    ['de', 'Die Katze schläft.', ['Katze'], 'cat-face'],
    ['ja', '猫とコーヒーの時間。', ['猫'], 'cat-face'],
    ['pt', 'Uma padaria em Lisboa.', ['padaria'], 'bread'],
  ])('reads %s: %s', (language, narration, keywords, icon) => {
    expect(iconsFor(narration, keywords, language)).toContain(icon);
  });

  it.each([
    [
      'We present a kind of pain relief in a new mode.',
      ['relief'],
      ['wrapped-gift', 'child', 'bread', 'dress'],
    ],
    ['Bear with us and watch this space, no strings.', ['patience'], ['bear', 'watch', 'yarn']],
    ['The carpet and the scarcity of cartoons.', ['carpet'], ['automobile', 'cat', 'pet', 'cat-face']],
    ['Scaping the landscape with tape.', ['grapefruit'], ['gorilla', 'monkey-face', 'grapes']],
    ['An important, smart partnership started.', ['partnership'], ['artist-palette', 'ant', 'ship']],
    ['Order now, an open offer.', ['order'], ['lion', 'open-book', 'open-hands']],
  ])('does not take %j for something else', (narration, keywords, wrong) => {
    const icons = iconsFor(narration, keywords);
    for (const icon of wrong) expect(icons).not.toContain(icon);
  });

  it('gives every scene one to four icons of the set and never the same main one twice in a row', () => {
    for (const mood of MOODS) {
      const scenes = visualsOf(
        [
          { narration: 'Fresh bread every day.', keywords: ['bread'] },
          { narration: 'More bread for you.', keywords: ['bread'] },
          { narration: 'Bread again.', keywords: ['bread'] },
          { narration: 'It is what it is.', keywords: ['xyzzy'] },
          { narration: 'It is so.', keywords: ['qwerty'] },
        ],
        { mood },
        3,
      );
      scenes.forEach(({ icons }, index) => {
        expect(icons.length).toBeGreaterThanOrEqual(1);
        expect(icons.length).toBeLessThanOrEqual(4);
        expect(new Set(icons).size).toBe(icons.length);
        for (const icon of icons) expect(iconExists(icon)).toBe(true);
        if (index > 0) expect(icons[0]).not.toBe(scenes[index - 1]?.icons[0]);
      });
    }
  });

  it('knows every icon of the synonyms', () => {
    const unknown = SYNONYMS.flatMap(([, icons]) => icons).filter((icon) => !iconExists(icon));
    expect(unknown).toEqual([]);
  });

  it('falls back to English and the mood for a language that it does not know', () => {
    expect(iconsFor('Zzz zzz.', ['rocket'], 'xx')[0]).toBe('rocket');
    expect(iconsFor('Zzz zzz.', ['zzzz'], 'xx').length).toBeGreaterThan(0);
  });
});

describe('planVisuals: palette', () => {
  it.each(MOODS)('has several palettes for %s, all readable', (mood) => {
    expect(PALETTES[mood].length).toBeGreaterThanOrEqual(3);
    for (const film of PALETTES[mood]) {
      for (const palette of [film, shadeFor(film, 1)]) {
        expect(contrastRatio(palette.text, palette.background)).toBeGreaterThanOrEqual(4.5);
        expect(contrastRatio(palette.text, palette.backgroundAlt)).toBeGreaterThanOrEqual(4.5);
        expect(contrastRatio(palette.onPrimary, palette.primary)).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('chooses by the seed, and keeps primary and accent through the film', () => {
    const plan = planOf([{ narration: 'One.' }, { narration: 'Two.' }, { narration: 'Three.' }]);
    const chosen = Array.from(
      { length: 20 },
      (_, seed) => planVisuals(plan, briefOf(plan), seed).palette.primary,
    );
    expect(new Set(chosen).size).toBeGreaterThan(2);
    const { palette, scenes } = planVisuals(plan, briefOf(plan), 5);
    for (const { graphics } of scenes) {
      expect(graphics.palette).toMatchObject({
        primary: palette.primary,
        accent: palette.accent,
        text: palette.text,
      });
    }
  });
});

describe('planVisuals: copy', () => {
  const one = (idea: SceneIdea) => visualsOf([idea])[0];

  it.each([
    ['40% off everything', 'Our sale starts.', '40%', 'Off everything'],
    ['Spring sale', 'Now 40 percent off all shoes.', '40 %', 'Spring sale'],
    ['Lunch for you', 'A whole lunch for $5 at noon.', '$5', 'Lunch for you'],
    ['Early birds', 'We open at 7:00 with fresh bread.', '7:00', 'Early birds'],
    ['Always there', 'Help 24/7, every day.', '24/7', 'Always there'],
    ['Far away', 'It is 1,250,000 km away.', '1,250,000', 'Far away'],
    ['Günstig', 'Nur 3,50 € im Monat.', '3,50 €', 'Günstig'],
  ])('counts in %j, %j to %s', (headline, narration, figure, rest) => {
    expect(one({ headline, narration, layout: 'number' })).toMatchObject({
      layout: 'number',
      figure,
      headline: rest,
    });
  });

  it('takes the lines of a list from an enumeration, from sentences or from the keywords', () => {
    expect(
      one({ narration: 'You get warm croissants, strong coffee and a smile.', layout: 'list' })?.items,
    ).toEqual(['Warm croissants', 'Strong coffee', 'Smile']);
    expect(one({ narration: 'We bake. We brew. We smile.', layout: 'list' })?.items).toEqual([
      'We bake',
      'We brew',
      'We smile',
    ]);
    expect(
      one({ narration: 'Nothing to count here at all.', keywords: ['bread', 'coffee'], layout: 'list' })
        ?.items,
    ).toEqual(['Bread', 'Coffee']);
  });

  it('shows a plainer layout where a scene lacks what its layout needs', () => {
    expect(one({ narration: 'No figure here.', layout: 'number' })).toMatchObject({
      layout: 'hero',
      figure: '',
    });
    expect(one({ narration: 'One.', keywords: ['one'], layout: 'list' })).toMatchObject({
      layout: 'hero',
      items: [],
    });
  });

  it('puts the call to action on the closing card', () => {
    const [first, last] = visualsOf(
      [
        { headline: 'Fresh bread', narration: 'Fresh bread at seven.' },
        { headline: 'See you', narration: 'The oven is warm. Come by this Saturday.', layout: 'closing' },
      ],
      { title: 'Bread in Lisbon' },
    );
    expect(first).toMatchObject({ position: 'first', kicker: 'Bread in Lisbon' });
    expect(last).toMatchObject({ position: 'last', layout: 'closing', kicker: 'Come by this Saturday' });
  });
});

describe('planVisuals', () => {
  it('is pure, fits its schema and keeps the order of the script', () => {
    const plan = planOf(
      LAYOUTS.map((layout) => ({ narration: `Bread, coffee and tea for ${layout}.`, layout })),
    );
    const one = planVisuals(plan, briefOf(plan), 9);
    expect(planVisuals(plan, briefOf(plan), 9)).toEqual(one);
    expect(VisualPlanSchema.parse(one)).toEqual(one);
    expect(one.scenes.map(({ sceneId }) => sceneId)).toEqual(plan.script.scenes.map(({ id }) => id));
    expect(one.scenes[0]?.prompt).toContain('A picture');
    expect(
      planVisuals(planOf([{ narration: 'Alone.' }]), briefOf(plan), 1).scenes[0]?.graphics.position,
    ).toBe('only');
  });
});
