import { createRequire } from 'node:module';
import { geoContains, geoDistance } from 'd3-geo';
import type { Position } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { CITIES } from './cities.js';
import { gazetteer } from './gazetteer.js';
import { mentionsIn } from './index.js';

const namesIn = (sentence: string, language = 'en', titled: string[] = []): string[] =>
  mentionsIn(sentence, language, (name) => titled.includes(name)).map(({ name }) => name);

describe('mentionsIn', () => {
  it.each([
    ['en', 'A cosy bakery in Lisbon opens at seven.', 'Lisbon', 'PT'],
    ['en', 'Most cork comes from Portugal.', 'Portugal', 'PT'],
    ['en', 'Fly to New York this summer.', 'New York', 'US'],
    ['en', 'We spent a week in Nice.', 'Nice', 'FR'],
    ['en', 'The factory in Turkey makes shirts.', 'Turkey', 'TR'],
    ['en', 'Wine was first made in Georgia.', 'Georgia', 'GE'],
    ['en', 'They live in the Netherlands.', 'Netherlands', 'NL'],
    ['en', 'The city council of Bristol has approved it.', 'Bristol', 'GB'],
    ['en', 'Last year Japan built more trains.', 'Japan', 'JP'],
    ['en', 'Lisbon’s trams climb the hills to Porto’s river.', 'Porto', 'PT'],
    ['fr', 'Une journée à Lyon.', 'Lyon', 'FR'],
    ['fr', 'Le café vient d’Éthiopie.', 'Éthiopie', 'ET'],
    ['fr', 'Il habite aux Pays-Bas.', 'Pays-Bas', 'NL'],
    ['fr', 'Nous partons à Nice demain.', 'Nice', 'FR'],
    ['es', 'El Festival de Jazz de Sevilla vuelve.', 'Sevilla', 'ES'],
    ['es', 'Vivimos en Alemania.', 'Alemania', 'DE'],
    ['es', 'El tren sale hacia Londres.', 'Londres', 'GB'],
    ['de', 'Die Tischlerei Brandt in Bremen sucht dich.', 'Bremen', 'DE'],
    ['de', 'Wir reisen in die Schweiz.', 'Schweiz', 'CH'],
    ['de', 'Der Zug fährt nach Lissabon.', 'Lissabon', 'PT'],
    ['de', 'Er wohnt in Essen.', 'Essen', 'DE'],
    ['pt', 'Uma padaria em Portugal abre às sete.', 'Portugal', 'PT'],
  ])('reads %s: %s', (language, sentence, name, country) => {
    expect(mentionsIn(sentence, language)).toContainEqual(expect.objectContaining({ name, country }));
  });

  it.each([
    ['en', 'Turkey recipe for the whole family.'],
    ['en', 'Roast the Turkey for two hours.'],
    ['en', 'Georgia teaches maths and loves her cat.'],
    ['en', 'A letter from Georgia arrived.'],
    ['en', 'My friend Jordan plays the drums.'],
    ['en', 'Nice to meet you.'],
    ['en', 'Nice weather and nice people.'],
    ['en', 'Reading in bed makes you sleep well.'],
    ['en', 'Split the bill with a friend.'],
    ['en', 'Cork floors are warm, and a cork closes the bottle.'],
    ['en', 'Steam the Brussels sprouts and chop the Brazil nuts.'],
    ['en', 'The painter Georgia Brown lives here.'],
    ['en', 'Hot days in New Mexico.'],
    ['en', 'George Washington had a dog.'],
    ['en', 'Write to hello@lisbon.com or see www.porto.pt today.'],
    ['en', 'a bowl of chili in a china cup on a jersey'],
    ['fr', 'La chine et le maurice des uns.'],
    ['fr', 'Un cadeau pour Florence et Maurice.'],
    ['fr', 'Nice et jolie, la robe.'],
    ['de', 'Essen und Trinken sind frei.'],
    ['de', 'Wandern in den Bergen macht froh.'],
    ['de', 'Nancy und Jordan backen Kuchen.'],
    ['es', 'Santiago y Florencia bailan.'],
    ['es', 'Una granada madura.'],
  ])('finds no place in %s: %s', (language, sentence) => {
    expect(namesIn(sentence, language)).toEqual([]);
  });

  it('takes a name at the head of a sentence for a place where the title does', () => {
    expect(namesIn('Lisbon wakes up early.')).toEqual([]);
    expect(namesIn('Lisbon wakes up early.', 'en', ['Lisbon'])).toEqual(['Lisbon']);
    expect(namesIn('Turkey is roasted slowly.', 'en', ['Turkey'])).toEqual([]);
  });

  it.each([
    ['en', 'In Lisbon, the trams are yellow.', true],
    ['en', 'Welcome to Vienna.', true],
    ['en', 'For sale in Porto: a bright apartment.', true],
    ['en', 'The bakery beside the old church sells bread from Portugal.', false],
    ['fr', 'Une journée à Lyon.', true],
    ['es', 'Un viaje a Japón en tren.', true],
    ['de', 'Eine Reise nach Norwegen im Winter.', true],
    ['de', 'Die Tischlerei Brandt in Bremen sucht dich.', false],
  ])('tells what a sentence is about from what it names: %s: %s', (language, sentence, topic) => {
    expect(mentionsIn(sentence, language).map((mention) => mention.topic)).toEqual([topic]);
  });
});

describe('the gazetteer', () => {
  it.each([
    ['en', 'Germany'],
    ['fr', 'Allemagne'],
    ['es', 'Alemania'],
    ['de', 'Deutschland'],
    ['it', 'Germania'],
  ])('knows countries in %s', (language, name) => {
    expect(gazetteer(language).get(name)).toMatchObject({ country: 'DE' });
  });

  it('has no city twice and every coordinate on the globe', () => {
    const names = CITIES.flatMap((city) => city.names);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const { at } of CITIES) {
      expect(Math.abs(at[0])).toBeLessThanOrEqual(180);
      expect(Math.abs(at[1])).toBeLessThanOrEqual(90);
    }
  });

  it('puts every city into its country, or off its coast by less than a map shows', () => {
    type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;
    const atlas = createRequire(import.meta.url)('world-atlas/countries-50m.json') as Atlas;
    const english = new Intl.DisplayNames('en', { type: 'region' });
    const shapes = new Map(
      feature(atlas, atlas.objects.countries).features.map((shape) => [shape.properties.name, shape]),
    );
    const held = CITIES.filter(({ country, at, names }) => {
      const shape = shapes.get(country === 'US' ? 'United States of America' : (english.of(country) ?? ''));
      if (shape === undefined) return false;
      const [lon, lat] = at;
      const points = (shape.geometry as { coordinates: unknown[] }).coordinates.flat(3) as number[];
      const corners = points.flatMap((value, index): Position[] =>
        index % 2 === 0 ? [[value, points[index + 1] ?? 0]] : [],
      );
      const off = Math.min(...corners.map((corner) => geoDistance([lon, lat], corner as [number, number])));
      const isIn = geoContains(shape, [lon, lat]) || off < 0.35 * (Math.PI / 180);
      expect([names[0], isIn]).toEqual([names[0], true]);
      return true;
    });
    expect(held.length).toBeGreaterThan(CITIES.length * 0.9);
  });
});
