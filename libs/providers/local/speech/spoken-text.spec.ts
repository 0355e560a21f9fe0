import fc from 'fast-check';
import { spokenSentences } from './spoken-text.js';

/** "open | seven ay em, | now!" */
const said = (text: string) =>
  spokenSentences(text)
    .map(({ words, end }) => {
      const pieces = words.map(({ say, clauseEnds }) => say.join(' ') + (clauseEnds ? ',' : ''));
      return pieces.join(' | ').replace(/[,| ]*$/, end);
    })
    .join(' / ')
    .replace(/( \|)+ ,/g, ',')
    .replace(/( \| )+/g, ' | ');

describe('spokenSentences', () => {
  it.each([
    [
      'In 2026, it was 2005 or 1905.',
      'in | twenty twenty six, | it | was | two thousand five | or | nineteen oh five.',
    ],
    ['2000 people', 'two thousand | people.'],
    ['from 1776', 'from | seventeen seventy six.'],
    ['$5 or $5.99', 'five dollars | or | five dollars and ninety nine cents.'],
    [
      '$1.5 million, €1,200, 10 €, £1',
      'one point five | million dollars, | one thousand two hundred euros, | ten | euros, | one pound.',
    ],
    ['$2.5M a year, 40k fans', 'two point five million dollars | a | year, | forty thousand | fans.'],
    ['40 % or 40%', 'forty | percent | or | forty percent.'],
    ['at 7 am', 'at | seven | ay em.'],
    ['7am – 5:30 p.m.', 'seven ay em | to | five thirty | pee em.'],
    ['at 19:00 or 9:05', 'at | nineteen hundred | or | nine oh five.'],
    ['Mon–Fri, open 24/7', 'monday to friday, | open | twenty four seven.'],
    ['on May 3 and 21 November', 'on | may | third | and | the twenty first of | november.'],
    ['the 1990s and the 1st', 'the | nineteen nineties | and | the | first.'],
    ['1/2, 3/4 and 3.14', 'one half, | three quarters | and | three point one four.'],
    [
      '20°C, 5 km, 10–12 kg, -5',
      'twenty degrees celsius, | five | kilometers, | ten to twelve | kilograms, | minus five.',
    ],
    ['write to info@casa-pao.pt', 'write | to | info at casa dash pao dot pee tee.'],
    ['see https://www.example.com/menu', 'see | example dot com slash menu.'],
    [
      'Call +351 912 345 678',
      'call | plus three five one | nine one two | three four five | six seven eight.',
    ],
    ['AI, the USA, BBQ, FREE', 'ay eye, | the | you ess ay, | bee bee cue, | free.'],
    ["VIPs' MP3s, 4K, B2B", 'vee eye pees | em pee threes, | four kay, | bee to bee.'],
    [
      'Dr. Smith & Mr. J. Brown live at 5 Main St. Hello',
      'doctor | smith | and | mister | j | brown | live | at | five | main | street. / hello.',
    ],
    ["St. Mary's No. 1, e.g. now", "saint | mary's | number | one, | for example | now."],
    ['She said "Stop!" and left. Why? Go!', 'she | said | stop, | and | left. / why? / go!'],
    ['Café São Paulo’s naïve Straße', "cafe | sao | paulo's | naive | strasse."],
    ['well-known iPhone #LisbonEats', 'well known | i phone | hashtag lisbon eats.'],
    ['A constructor of toString', 'a | constructor | of | to string.'],
    ['Hello — world 🎉 (really)', 'hello, | world, | really.'],
  ])('%s', (text, expected) => {
    expect(said(text)).toBe(expected);
  });

  it('keeps every word of any text, in order, and says nothing but words', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            ...'7 am $5 40 % 1,000.50 2026 e.g. U.S. a@b.co 3/4 -5 £1.20 May 3rd +351 10–12 km ... — !? "Hi" \'tis 日本 é 🎉 constructor __proto__ 12:30 999999999999999999 007'.split(
              ' ',
            ),
          ),
          { maxLength: 20 },
        )
        .map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, (any) => {
        const words = spokenSentences(any).flatMap((sentence) => sentence.words);
        expect(words.map((word) => word.text)).toEqual(any.split(/\s+/u).filter((word) => word !== ''));
        for (const { say } of words) for (const spoken of say) expect(spoken).toMatch(/^[a-z]+('[a-z]+)*'?$/);
      }),
      { numRuns: 500 },
    );
  });
});
