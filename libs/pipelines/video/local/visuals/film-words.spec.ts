import { cleanText, type SanitizedBrief } from '../../domain/index.js';
import { detectLanguage, planFilm } from '../writing/index.js';
import { restOf } from './copy-lines.js';
import { planVisuals } from './plan-visuals.js';

function filmOf(text: string, durationSec = 15, seed = 1) {
  const brief: SanitizedBrief = { text: cleanText(text).text, language: detectLanguage(text), notes: [] };
  const plan = planFilm(brief, { durationSec, preset: 'quick_social', seed, maxScenes: 3 });
  const scenes = planVisuals(plan, brief, seed).scenes.map(({ graphics }) => graphics);
  const said = plan.script.scenes.map(({ narration }) => narration).join(' ');
  const shown = scenes.flatMap(({ headline, kicker, figure, items }) => [headline, kicker, figure, ...items]);
  return { plan, scenes, said, everything: [said, ...shown].join(' ').toLowerCase() };
}

const TEASER =
  'Meet Lumen, the bike light that never needs charging. It runs 500 km on one hour of sun, weighs 38 grams and costs $49. Order at lumen.bike from 3 March.';
const RECIPE =
  'Recette de la tarte aux pommes. Étalez la pâte dans un moule. Coupez quatre pommes en tranches fines. Ajoutez 50 grammes de sucre et un peu de cannelle. Faites cuire 35 minutes à 180 degrés. Servez tiède avec de la crème.';
const HOME =
  'For sale in Porto: a bright three-bedroom apartment above the river Douro. It has 120 square metres, a terrace with a view of the bridge and a garage. The price is €420,000. Visits every Friday afternoon. Call Ana Sousa on 555 0142.';
const EVENT =
  'El Festival de Jazz de Sevilla vuelve el 12 de junio al Parque de María Luisa. Doce bandas tocan en tres escenarios. La entrada cuesta 15 euros y los niños entran gratis. ¡Reserva ya en jazzsevilla.es!';
const JOB =
  'Die Tischlerei Brandt in Bremen sucht eine Auszubildende oder einen Auszubildenden ab 1. August. Wir bieten 30 Tage Urlaub, 1.050 Euro im ersten Jahr und ein freundliches Team. Bewirb dich bis 15. Mai unter brandt-holz.de.';
const NEWS =
  'The city council of Bristol has approved a new tram line. The line will connect the airport with the harbour in 22 minutes. Construction starts in May 2027 and costs £240 million. The first trams will run in 2030.';

describe('a film and its brief', () => {
  it.each([
    ['A little fox named Pim lost his lantern.', 'little fox', 'Pim lost his lantern'],
    ['Ein kleiner Fuchs namens Pim verlor sein Licht.', 'kleiner Fuchs', 'Pim verlor sein Licht'],
    ['The council has approved a new tram line.', 'Council', 'Has approved a new tram line'],
    ['The band called off its tour.', 'Band', 'Called off its tour'],
  ])('tells under the headline what somebody does: %s', (sentence, headline, rest) => {
    expect(restOf(sentence, headline)).toBe(rest);
  });

  it.each([
    ['en', TEASER, ['Lumen', 'never needs charging', '500 km', '38 grams', '$49', 'lumen.bike', '3 March']],
    ['fr', RECIPE, ['tarte aux pommes', '50', 'sucre', 'cannelle', '35 minutes', '180 degrés', 'crème']],
    ['en', HOME, ['Porto', 'Douro', '120', 'terrace', '€420,000', 'Friday', 'Ana Sousa', '555 0142']],
    ['es', EVENT, ['Festival de Jazz', '12 de junio', 'Doce bandas', '15 euros', 'gratis', 'jazzsevilla.es']],
    ['de', JOB, ['Tischlerei Brandt', 'Bremen', 'ab 1. August', '1.050 Euro', '15. Mai', 'brandt-holz.de']],
    ['en', NEWS, ['Bristol', 'tram', '22 minutes', 'May 2027', '£240 million', '2030']],
  ])('says or shows every fact, in %s: %s', (language, brief, facts) => {
    for (const seed of [1, 2, 3]) {
      const { plan, everything } = filmOf(brief, 15, seed);
      expect(plan.script.language).toBe(language);
      for (const fact of facts) expect(everything).toContain(fact.toLowerCase());
    }
  });

  it('says nothing but the brief where the brief fills the film', () => {
    const sentences = NEWS.split(/(?<=\.) /);
    for (const seed of [1, 2, 3, 4]) {
      let rest = filmOf(NEWS, 15, seed).said;
      for (const sentence of sentences) rest = rest.replace(sentence, '');
      expect(rest.trim()).toBe('');
    }
  });

  it('takes instructions as they stand, without a frame around them', () => {
    const { said } = filmOf(
      'So reparierst du einen platten Fahrradreifen. Nimm zuerst das Rad heraus. Ziehe den Schlauch ab und suche das Loch im Wasser. Klebe den Flicken auf und warte fünf Minuten. Pumpe den Reifen auf 4 bar auf. Fertig!',
    );
    expect(said).toMatch(/^So reparierst du .*Nimm zuerst das Rad heraus\..*Fertig!$/);
    expect(said).not.toContain(':');
  });

  it('never shows a figure above itself, and beside what it counts', () => {
    for (const brief of [RECIPE, HOME, NEWS, TEASER]) {
      for (const { layout, figure, headline } of filmOf(brief).scenes) {
        if (layout === 'number') expect(headline).not.toContain(figure);
      }
    }
    const number = filmOf(NEWS).scenes.find(({ layout }) => layout === 'number');
    expect(number).toMatchObject({ figure: '22 minutes', headline: expect.stringContaining('connect') });
  });

  it('numbers the steps of instructions through the film, and none is left out or cut short', () => {
    const safety =
      'Safety notice for all staff. If the fire alarm rings, leave the building at once. Do not use the lift. Take the stairs and meet at car park B. Call 112 if someone is hurt.';
    for (const [brief, steps] of [
      [RECIPE, 5],
      [safety, 4],
    ] as const) {
      for (const seconds of [12, 15]) {
        const items = filmOf(brief, seconds).scenes.flatMap((scene) => scene.items);
        expect(items.map((item) => Number.parseInt(item))).toEqual(
          Array.from({ length: steps }, (_, index) => index + 1),
        );
      }
    }
    expect(filmOf(safety, 12).everything).toContain('if the fire alarm rings, leave the building at once');
  });

  it('shows what happens when on a timeline, also what nobody has time to say', () => {
    expect(filmOf(NEWS).scenes[2]).toMatchObject({
      layout: 'timeline',
      items: ['May 2027: Construction starts', '2030: The first trams will run'],
    });
    const day = filmOf(
      'Une journée à Lyon. Le matin, montez à la basilique de Fourvière. À midi, goûtez une quenelle. Le soir, regardez le soleil se coucher sur le Rhône.',
    );
    expect(day.scenes.flatMap(({ items }) => items)).toContain(
      'Le soir: Regardez le soleil se coucher sur le Rhône',
    );
  });

  it.each([
    [
      'Output went up in Lyon. It rose from 20% to 48% in a year. Read more on our site.',
      ['Before 20%', 'Now 48%'],
    ],
    [
      'Our power in 2025: wind 42%, solar 23% and gas 20%. Five years ago, gas still made 48%. Read more.',
      ['Five years ago 48%', '2025: 20%'],
    ],
  ])('compares old and new: %s', (brief, items) => {
    expect(filmOf(brief).scenes.map((scene) => scene.items)).toContainEqual(items);
  });

  it('gives what a list names drawings of their own, beside the film’s subject', () => {
    const [, asked] = filmOf(
      'A little fox named Pim lost his red lantern in the forest. He asked the owl, the frog and the bear. Pim found his lantern there and went home.',
    ).scenes;
    expect(asked).toMatchObject({ icons: ['fox'], itemIcons: ['owl', 'frog', 'bear'], headline: 'He asked' });
  });

  it('hangs the price on the thing that is for sale', () => {
    expect(filmOf(TEASER).scenes[1]).toMatchObject({ layout: 'list', figure: '$49' });
    expect(filmOf(HOME).scenes[1]).toMatchObject({
      figure: '€420,000',
      items: ['120 square metres', 'Terrace with a view of the bridge', 'Garage'],
    });
  });

  it('sells a home in Porto with a house, not with the town’s tram', () => {
    for (const { icons } of filmOf(HOME).scenes) expect(icons).not.toContain('tram-car');
    expect(filmOf(HOME).scenes[0]).toMatchObject({
      headline: 'For sale in Porto',
      icons: expect.arrayContaining(['houses']),
    });
  });

  it('never says again a date and a place that belong to different things', () => {
    const brief =
      'The Lumen Festival starts on 12 June. Our shop in Porto sells the tickets. Fourteen bands play. Come along!';
    for (const seed of [1, 2, 3, 4, 5]) expect(filmOf(brief, 30, seed).said).not.toMatch(/12 June, in Porto/);
  });

  it('quotes word for word, with the speaker’s name', () => {
    const { said, scenes } = filmOf(
      '"Nothing in life is to be feared, it is only to be understood." Marie Curie won two Nobel Prizes.',
      10,
    );
    expect(said).toContain('"Nothing in life is to be feared, it is only to be understood."');
    expect(scenes.find(({ layout }) => layout === 'quote')).toMatchObject({
      headline: 'Nothing in life is to be feared, it is only to be understood',
      kicker: 'Marie Curie',
    });
  });

  it('lists shares under what they are shares of', () => {
    const { scenes } = filmOf(
      'Where our electricity came from in 2025: wind 42%, solar 23%, gas 20% and hydro 15%. Five years ago, gas still made 48%. Wind has doubled since 2020.',
    );
    expect(scenes[0]).toMatchObject({
      layout: 'list',
      headline: 'Where our electricity came from in 2025',
      items: ['Wind 42%', 'Solar 23%', 'Gas 20%', 'Hydro 15%'],
    });
  });

  it.each([
    [TEASER, 0, 'flashlight'],
    [RECIPE, 0, 'pie'],
    [NEWS, 0, 'classical-building'],
    [NEWS, 1, 'airplane'],
    [NEWS, 2, 'building-construction'],
    [EVENT, 1, 'drum'],
    [EVENT, 2, 'admission-tickets'],
    [HOME, 2, 'mobile-phone'],
  ])('leads with the thing that the sentence names: %s (%i)', (brief, scene, icon) => {
    expect(filmOf(brief).scenes[scene]?.icons[0]).toBe(icon);
  });

  it('heads every picture with something of its own, not with what an earlier one has shown', () => {
    for (const brief of [NEWS, HOME, JOB, TEASER]) {
      for (const seed of [1, 2, 3]) {
        const headlines = filmOf(brief, 15, seed).scenes.map(({ headline }) => headline.toLowerCase());
        expect(headlines).toEqual([...new Set(headlines)]);
      }
    }
    const dates = filmOf(NEWS).scenes.find(({ layout }) => layout === 'timeline');
    expect(dates?.headline).toBe('Costs £240 million');
  });

  it('gives a quotation and what is told of its speaker a scene each, and shows the speaker’s beside the words', () => {
    const { scenes } = filmOf(
      '"Nothing in life is to be feared, it is only to be understood." Marie Curie won two Nobel Prizes.',
      10,
    );
    expect(scenes.map(({ layout }) => layout)).toEqual(['quote', 'stack']);
    expect(scenes[0]).toMatchObject({ kicker: 'Marie Curie' });
    expect(scenes[0]?.icons).toContain('sports-medal');
    expect(scenes[0]?.icons).not.toContain('fearful-face');
    expect(scenes[1]?.headline).toBe('Marie Curie won two Nobel Prizes');
  });
});
