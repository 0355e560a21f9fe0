import { choose, type EstimateLine, type Quantity } from '#libs/costs/domain';
import { micros, type Capability, type Market, type Micros } from '#libs/kernel';
import type { PresetName } from './brief.js';
import { PRESETS, type Preset } from './presets.js';

/** What is decided about a film's money: who makes each part of it, and what that costs. */
export interface FilmPlan {
  lowMicros: Micros;
  highMicros: Micros;
  priceList: string;
  lines: EstimateLine[];
}

export interface FilmOrder {
  preset: PresetName;
  durationSec: number;
  aspect: string;
  resolution: string;
  /** Of the brief, in characters. */
  briefLength: number;
  /** The most that the film may cost. */
  budgetMicros: Micros;
}

/** About four characters of Western text make a token (the rule of thumb that model vendors publish). */
const CHARACTERS_PER_TOKEN = 4;
/** Instructions and schema that go with every request for a text. */
const PROMPT_TOKENS = 2_000;
/** A plan of a film, by its length: a scene of some seconds has narration, headline, shot and picture. */
const PLAN_TOKENS_PER_SEC = { low: 40, high: 160 };
/** The full track asks twice: for the plan, and for its pictures. */
const QUESTIONS = { fast: 1, full: 2 };
const SPOKEN_CHARACTERS_PER_SEC = { low: 10, high: 18 };
/** Clips come in fixed lengths, so that more seconds are bought than shown. */
const CLIP_SURPLUS = 1.6;

/** The most that a film of this preset and length may cost; rounded down, so that the promise always holds. */
export const budgetOf = (preset: PresetName, durationSec: number): Micros =>
  micros(Math.floor((PRESETS[preset].maxCostMicrosPerMinute * durationSec) / 60));

/** In this order the money is given out: what is cheap and carries the film comes first, pictures get what is left. */
const ORDER: readonly Capability[] = ['text', 'speech', 'music', 'sound', 'video'];

/**
 * Chooses who makes each part of a film: deterministic, by the preset's quality, the prices in force and who can be had. Every
 * choice keeps its reasons. Estimates and the pipeline's FinancialOrchestrator both go by it.
 */
export function planFilm(order: FilmOrder, market: Market): FilmPlan {
  const preset = PRESETS[order.preset];
  let left = order.budgetMicros;
  const lines = ORDER.map((capability) => {
    const quantities = quantitiesOf(capability, order, preset);
    const need = { capability, quantities, minQuality: preset.minQuality, maxMicros: left };
    const choice = choose(
      market,
      capability === 'video' ? { ...need, aspect: order.aspect, resolution: order.resolution } : need,
    );
    left = micros(Math.max(0, left - choice.highMicros));
    return { ...choice, quantities };
  });
  const total = (of: 'lowMicros' | 'highMicros') => micros(lines.reduce((sum, line) => sum + line[of], 0));
  return {
    lowMicros: total('lowMicros'),
    highMicros: total('highMicros'),
    priceList: market.priceList,
    lines,
  };
}

function quantitiesOf(capability: Capability, order: FilmOrder, { track }: Preset): Quantity[] {
  const { durationSec, briefLength } = order;
  const times = QUESTIONS[track];
  const seconds = Math.ceil(durationSec);
  switch (capability) {
    case 'text': {
      const asked = times * (PROMPT_TOKENS + Math.ceil(briefLength / CHARACTERS_PER_TOKEN));
      const { low, high } = PLAN_TOKENS_PER_SEC;
      return [
        { unit: 'tokens_in', low: asked, high: asked * 2 },
        { unit: 'tokens_out', low: times * low * seconds, high: times * high * seconds },
      ];
    }
    case 'speech': {
      const { low, high } = SPOKEN_CHARACTERS_PER_SEC;
      return [{ unit: 'characters', low: low * seconds, high: high * seconds }];
    }
    case 'video':
      return [{ unit: 'seconds', low: seconds, high: Math.ceil(seconds * CLIP_SURPLUS) }];
    case 'image':
      return [{ unit: 'images', low: 1, high: 1 }];
    case 'music':
    case 'sound':
      return [{ unit: 'seconds', low: seconds, high: seconds }];
  }
}
