import { micros, type Micros } from '#libs/kernel';
import { PRESET_NAMES, type PresetName } from './brief.js';

export type Track = 'fast' | 'full';

/** A named promise to the client: how long, how good and how dear a film may be. */
export interface Preset {
  readonly name: PresetName;
  /** The track that the preset asks for; the router may still choose the full one. */
  readonly track: Track;
  readonly maxDurationSec: number;
  /** Quality (0 to 1) below which a film is never approved without a person. */
  readonly minQuality: number;
  readonly maxCostMicrosPerMinute: Micros;
  /** Where a person has to agree before the film goes on. */
  readonly approvals: Approvals;
  /** Films of the tenant on the same subject look alike. */
  readonly remembersLook: boolean;
  readonly description: string;
}

export interface Approvals {
  /** To the script and the pictures that are planned, before anything is made. */
  plan: boolean;
  /** To what it will cost, and who makes what. */
  cost: boolean;
  /** A planned cost up to this needs nobody's yes, unless the tenant has a threshold of its own. */
  costAboveMicros: Micros;
  /** To the finished film. */
  delivery: boolean;
}

export const NO_APPROVALS: Approvals = {
  plan: false,
  cost: false,
  costAboveMicros: micros(0),
  delivery: false,
};

const preset = (values: Preset): Preset => Object.freeze(values);

export const PRESETS: Readonly<Record<PresetName, Preset>> = Object.freeze({
  quick_social: preset({
    name: 'quick_social',
    track: 'fast',
    maxDurationSec: 30,
    minQuality: 0.6,
    maxCostMicrosPerMinute: micros(500_000),
    approvals: NO_APPROVALS,
    remembersLook: false,
    description: 'A short post for social media, made in one go on the fast track.',
  }),
  brand_campaign: preset({
    name: 'brand_campaign',
    track: 'full',
    maxDurationSec: 120,
    minQuality: 0.8,
    maxCostMicrosPerMinute: micros(950_000),
    approvals: { plan: true, cost: false, costAboveMicros: micros(0), delivery: true },
    remembersLook: true,
    description: 'A campaign film in the look of the brand, with approvals on the way.',
  }),
  premium_spot: preset({
    name: 'premium_spot',
    track: 'full',
    maxDurationSec: 180,
    minQuality: 0.9,
    maxCostMicrosPerMinute: micros(1_500_000),
    approvals: { plan: true, cost: true, costAboveMicros: micros(0), delivery: true },
    remembersLook: true,
    description: 'A spot of the highest standard, with approvals and several reviews.',
  }),
});

/** All presets, in the order in which they are offered. */
export const presetList = (): Preset[] => PRESET_NAMES.map((name) => PRESETS[name]);
