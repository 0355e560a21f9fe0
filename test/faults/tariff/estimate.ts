import { choose, type Estimate, type Quantity } from '#libs/costs/domain';
import { Market, micros, type Capability, type Offer, type Usage } from '#libs/kernel';
import { CHARACTERS_A_SECOND, SHOT_SECONDS, type FilmInput } from './film.js';

const MAX_MICROS = micros(1_000_000_000);

/** The providers of the drill, at the prices in force. */
class TariffMarket extends Market {
  constructor(
    private readonly prices: Market,
    private readonly resolution: string,
  ) {
    super();
  }

  override get priceList(): string {
    return this.prices.priceList;
  }

  override offers(capability: Capability): Offer[] {
    const offer = (provider: string, model: string): Offer => ({
      capability,
      provider,
      model,
      quality: 0.9,
      local: false,
      seconds: null,
      aspects: [],
      languages: [],
      unavailable: null,
    });
    return capability === 'speech'
      ? [offer('tariff-voice', 'voice')]
      : [offer('tariff-one', this.resolution), offer('tariff-two', this.resolution)];
  }

  override cost(usage: readonly Usage[]) {
    return this.prices.cost(usage);
  }
}

/** What the film may need: nobody knows yet how its shots are cut, nor how many words are spoken. */
export function estimateFilm({ seconds, resolution }: FilmInput, prices: Market): Estimate {
  const market = new TariffMarket(prices, resolution);
  const shots = {
    low: Math.ceil(seconds / SHOT_SECONDS.max),
    high: Math.ceil(seconds / SHOT_SECONDS.min),
  };
  const line = (capability: Capability, quantities: Quantity[]) => ({
    ...choose(market, { capability, quantities, minQuality: 0, maxMicros: MAX_MICROS }),
    quantities,
  });
  const lines = [
    line('video', [
      { unit: 'credits', ...shots },
      { unit: 'seconds', low: seconds - shots.high, high: seconds },
    ]),
    line('speech', [
      { unit: 'credits', low: 1, high: 1 },
      {
        unit: 'characters',
        low: seconds * CHARACTERS_A_SECOND.min,
        high: seconds * CHARACTERS_A_SECOND.max,
      },
    ]),
  ];
  return {
    lowMicros: lines.reduce((sum, { lowMicros }) => sum + lowMicros, 0),
    highMicros: lines.reduce((sum, { highMicros }) => sum + highMicros, 0),
    priceList: market.priceList,
    lines,
    alternatives: [],
  };
}
