import { namesOf, numbersOf, numbersTold, subjectsOf } from './words.js';

describe('words of a brief', () => {
  it('are its subjects, whatever form they take', () => {
    const asked = subjectsOf('The bakery opens early; its neighbours are baking.', 'en');
    const told = subjectsOf('We opened two bakeries, neighbour! He bakes.', 'en');
    expect([...asked].filter((subject) => told.has(subject))).toHaveLength(4);
    expect(subjectsOf('It is what it was, and that is it.', 'en').size).toBe(0);
    expect(subjectsOf('新しいパン屋が土曜日に開店します', 'ja')).toContain('土曜日');
    expect(subjectsOf('Свежий хлеб и кофе', 'ru').size).toBe(3);
  });

  it.each([
    ['We ship 10,000 parcels and 1.5 tons, at 7:00', ['10000', '1.5', '7']],
    ['Un million, soit 1\u202f000\u202f000, ou 3,5 %', ['1000000', '3.5']],
    ['A 15-second video, or 30 s at 720p', []],
    ['Founded in 1998, 40 % off', ['1998', '40']],
  ])('hold numbers: %s', (text, numbers) => {
    expect([...numbersOf(text)]).toEqual(numbers);
  });

  it('hold numbers that are spoken, and names', () => {
    expect([...numbersTold('Open from seven to twenty', 'en')]).toEqual(['7', '20']);
    expect([...namesOf("Come to Lisbon and meet Zoë O'Neill. Fresh bread, I'm sure.", 'en')]).toEqual([
      ...['Lisbon', 'Zoë', "O'Neill"],
    ]);
    expect(namesOf('BUY NOW AT OUR SHOP', 'en').size).toBe(0);
    expect(namesOf('Unsere Bäckerei hat Brot', 'de').size).toBe(0);
  });
});
