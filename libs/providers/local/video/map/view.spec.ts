import { iconDocuments } from '../icons.js';
import { MAP_COUNTRIES } from './countries.js';
import { mapView, type MapView } from './view.js';

const CARD = { w: 600, h: 400, above: 150, below: 70 };

const shows = (view: MapView | undefined, at: [number, number]): boolean => {
  const [x, y] = view?.projection(at) ?? [Number.NaN, Number.NaN];
  return x >= 0 && x <= CARD.w && y >= 0 && y <= CARD.h;
};

describe('a map', () => {
  it.each(MAP_COUNTRIES)('of %s has room for the pin and the name, and a flag', (country) => {
    const { pin } = mapView({ name: 'There', country }, CARD) as MapView;
    expect(pin.x).toBeGreaterThanOrEqual(CARD.above);
    expect(pin.x).toBeLessThanOrEqual(CARD.w - CARD.above);
    expect(pin.y).toBeGreaterThanOrEqual(CARD.above);
    expect(pin.y).toBeLessThanOrEqual(CARD.h - CARD.below);
    expect(iconDocuments([`flag-${country.toLowerCase()}`])).toHaveLength(1);
  });

  it('puts the pin where the place is', () => {
    const at: [number, number] = [-9.1, 38.7];
    const view = mapView({ name: 'Lisbon', country: 'PT', at }, CARD);
    const [x, y] = view?.projection(at) ?? [];
    expect(view?.pin.x).toBeCloseTo(x ?? Number.NaN, 6);
    expect(view?.pin.y).toBeCloseTo(y ?? Number.NaN, 6);
  });

  it('frames the mainland around a city off its coast, and the islands around one far from it', () => {
    const boston: [number, number] = [-71.1, 42.4];
    const miami: [number, number] = [-80.2, 25.8];
    const hilo: [number, number] = [-155.1, 19.7];
    const newYork = mapView({ name: 'New York', country: 'US', at: [-74, 40.7] }, CARD);
    expect([boston, miami].map((at) => shows(newYork, at))).toEqual([true, true]);
    const honolulu = mapView({ name: 'Honolulu', country: 'US', at: [-157.9, 21.3] }, CARD);
    expect([hilo, boston].map((at) => shows(honolulu, at))).toEqual([true, false]);
  });

  it('shows all of a country whose city lies at its rim', () => {
    const view = mapView({ name: 'Bremen', country: 'DE', at: [8.8, 53.1] }, CARD);
    const munich: [number, number] = [11.6, 48.1];
    expect(shows(view, munich)).toBe(true);
  });

  it('is not drawn of a country that the atlas does not have', () => {
    expect(mapView({ name: 'Nowhere', country: 'XX' }, CARD)).toBeUndefined();
    expect(iconDocuments(['flag-xq'])).toEqual([]);
  });
});
