import type { Alternative, Estimate } from '#libs/costs/domain';
import { formatMicros, Market, micros, type Capability, type Offer, type Usage } from '#libs/kernel';
import { PRESET_NAMES, type Brief } from './brief.js';
import { PRESETS } from './presets.js';
import { budgetOf, planFilm, type FilmOrder } from './pricing.js';

/** What a film of this brief would cost, and what other ways to make it would. */
export function estimateFilm(brief: Brief, market: Market): Estimate {
  const order = orderOf(brief);
  const plan = planFilm(order, market);
  return { ...plan, alternatives: [...otherPresets(brief, market), ...oneProvider(order, market)] };
}

export const orderOf = ({ preset, durationSec, aspect, resolution, brief }: Brief): FilmOrder => ({
  preset,
  durationSec,
  aspect,
  resolution,
  briefLength: brief.length,
  budgetMicros: budgetOf(preset, durationSec),
});

function otherPresets(brief: Brief, market: Market): Alternative[] {
  return PRESET_NAMES.filter(
    (name) => name !== brief.preset && brief.durationSec <= PRESETS[name].maxDurationSec,
  ).map((preset) => {
    const { lowMicros, highMicros } = planFilm(orderOf({ ...brief, preset }), market);
    return { name: preset, description: PRESETS[preset].description, lowMicros, highMicros };
  });
}

/** All pictures from one provider, whatever the preset allows: what it would take. */
function oneProvider(order: FilmOrder, market: Market): Alternative[] {
  return market.offers('video').map(({ provider, model, unavailable }) => {
    const only = new OnlyFor(market, 'video', provider);
    const { lowMicros, highMicros } = planFilm(
      { ...order, budgetMicros: micros(Number.MAX_SAFE_INTEGER) },
      only,
    );
    const fits = highMicros <= order.budgetMicros;
    const beyond = fits
      ? ''
      : `; more than the ${formatMicros(order.budgetMicros)} that ${order.preset} allows`;
    const missing = unavailable === null ? '' : `; not to be had: ${unavailable}`;
    return {
      name: `video by ${provider}`,
      description: `All pictures by ${provider} (${model})${beyond}${missing}`,
      lowMicros,
      highMicros,
    };
  });
}

/** The market with one provider for one kind of work, as if it could be had. */
class OnlyFor extends Market {
  constructor(
    private readonly market: Market,
    private readonly capability: Capability,
    private readonly provider: string,
  ) {
    super();
  }

  override get priceList(): string {
    return this.market.priceList;
  }

  override offers(capability: Capability): Offer[] {
    const offers = this.market.offers(capability);
    if (capability !== this.capability) return offers;
    return offers
      .filter(({ provider }) => provider === this.provider)
      .map((offer) => ({ ...offer, unavailable: null, quality: 1, aspects: [] }));
  }

  override cost(usage: readonly Usage[]) {
    return this.market.cost(usage);
  }
}
