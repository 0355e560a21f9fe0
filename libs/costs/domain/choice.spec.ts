import fc from 'fast-check';
import { Market, micros, type Offer, type Usage } from '#libs/kernel';
import { choose, type Need } from './choice.js';

const offer = (provider: string, more: Partial<Offer> = {}): Offer => ({
  capability: 'video',
  provider,
  model: `${provider}-1`,
  quality: 0.9,
  local: false,
  seconds: null,
  aspects: [],
  languages: [],
  unavailable: null,
  ...more,
});
const local = offer('local', { local: true, quality: 0.7 });

class TestMarket extends Market {
  override readonly priceList = 'test';
  constructor(
    private readonly all: Offer[],
    /** Micro-dollars a second. */
    private readonly prices: Record<string, number | null>,
  ) {
    super();
  }
  override offers() {
    return this.all;
  }
  override cost(usage: readonly Usage[]) {
    const amounts = usage.map(({ provider, quantity }) => (this.prices[provider] ?? NaN) * quantity);
    return amounts.some(Number.isNaN) ? null : micros(amounts.reduce((a, b) => a + b, 0));
  }
}

const need: Need = {
  capability: 'video',
  quantities: [{ unit: 'seconds', low: 10, high: 12 }],
  minQuality: 0.8,
  maxMicros: micros(1_000),
  aspect: '9:16',
};
const prices = { veo: 80, runway: 50, replicate: 10, local: 0 };
const three = [offer('veo'), offer('runway'), offer('replicate')];

describe('the choice of a provider', () => {
  it('takes the first that is preferred, with its price from low to high and who comes after it', () => {
    expect(choose(new TestMarket([...three, local], prices), need)).toMatchObject({
      provider: 'veo',
      lowMicros: 800,
      highMicros: 960,
      downgraded: false,
      fallbacks: ['runway', 'replicate', 'local'],
    });
  });

  it.each<[string, Partial<Offer>, RegExp]>([
    ['has no key', { unavailable: 'it has no key' }, /no key/],
    ['makes no such picture', { aspects: ['16:9'] }, /no pictures of 9:16/],
    ['is not good enough', { quality: 0.79 }, /0.79 is below 0.8/],
  ])('passes over one that %s, and says so', (_, flaw, reason) => {
    const market = new TestMarket([offer('veo', flaw), ...three.slice(1), local], prices);
    const choice = choose(market, need);
    expect(choice.provider).toBe('runway');
    expect(choice.rejected).toContainEqual({
      provider: 'veo',
      model: 'veo-1',
      reason: expect.stringMatching(reason),
    });
    expect(choice.fallbacks).not.toContain('veo');
  });

  it('passes over one without a price, whatever its quality', () => {
    const market = new TestMarket([...three, local], { ...prices, veo: null });
    expect(choose(market, need)).toMatchObject({ provider: 'runway' });
  });

  it('falls back to our own machines, and says that it is a downgrade', () => {
    const market = new TestMarket([...three, local], prices);
    expect(choose(market, { ...need, maxMicros: micros(0) })).toMatchObject({
      provider: 'local',
      highMicros: 0,
      downgraded: true,
      rejected: [{ provider: 'veo' }, { provider: 'runway' }, { provider: 'replicate' }],
    });
  });

  it('never chooses one beyond the money, and the same for the same market', () => {
    const price = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(
        fc.tuple(price, price, price),
        fc.integer({ min: 0, max: 3_000 }),
        ([veo, runway, replicate], max) => {
          const market = new TestMarket([...three, local], { veo, runway, replicate, local: 0 });
          const choice = choose(market, { ...need, maxMicros: micros(max) });
          expect(choice.highMicros).toBeLessThanOrEqual(max);
          expect(choose(market, { ...need, maxMicros: micros(max) })).toEqual(choice);
        },
      ),
      { seed: 8 },
    );
  });
});
