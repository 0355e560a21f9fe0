import { parseFigure } from './figure.js';

describe('parseFigure', () => {
  it.each([
    ['40 %', '0 %', '20 %'],
    ['$5', '$0', '$2'],
    ['from €1,200', 'from €0', 'from €600'],
    ['1.200.000', '0', '600.000'],
    ['2.5x', '0.0x', '1.2x'],
    ['7:00', '0:00', '3:00'],
    ['24/7', '0/7', '12/7'],
    ['many', 'many', 'many'],
  ])('counts %s up from nothing', (figure, nothing, half) => {
    const { at } = parseFigure(figure);
    expect([at(0), at(0.5), at(1)]).toEqual([nothing, half, figure]);
  });
});
