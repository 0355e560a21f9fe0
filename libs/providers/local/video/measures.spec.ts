import { measuresOf } from './measures.js';

describe('measuresOf', () => {
  it('reads quantities of one unit, whatever stands between name and number', () => {
    expect(measuresOf(['Wind 42%', 'Solar: 23.5%'])).toEqual([
      { label: 'Wind', shown: '42%', value: 42 },
      { label: 'Solar', shown: '23.5%', value: 23.5 },
    ]);
    expect(measuresOf(['Sonne 23,5 %', 'Wasser 15 %'])?.[0]?.value).toBe(23.5);
  });

  it.each([
    [['Wind 42%', 'Solar 23 km']],
    [['Wind 42%', 'Solar']],
    [['Weighs 38', 'Costs 49']],
    [['Wind 42%']],
    [['It runs 500 km on one hour of sun', 'Weighs 38 grams']],
  ])('compares nothing where %j can’t be compared', (items) => {
    expect(measuresOf(items)).toBeUndefined();
  });
});
