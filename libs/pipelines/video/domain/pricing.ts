import { micros, type Micros } from '#libs/kernel';
import type { PresetName } from './brief.js';
import { PRESETS } from './presets.js';
import type { Script } from './script.js';

export const COMPONENTS = ['text', 'video', 'speech', 'music', 'sound'] as const;
export type Component = (typeof COMPONENTS)[number];

/** How much of something a film needs, in the unit that providers count. */
export interface Quantity {
  component: Component;
  unit: 'tokens_in' | 'tokens_out' | 'characters' | 'seconds';
  quantity: number;
}

/** About four characters of Western text make a token (the rule of thumb that model vendors publish). */
const CHARACTERS_PER_TOKEN = 4;
/** Instructions and schema that go with every request for a text. */
const PROMPT_TOKENS = 2_000;

/** The most that a film of this preset and length may cost; rounded down, so that the promise always holds. */
export const budgetOf = (preset: PresetName, durationSec: number): Micros =>
  micros(Math.floor((PRESETS[preset].maxCostMicrosPerMinute * durationSec) / 60));

/** What a film of this script needs from each kind of provider. */
export function quantitiesOf(script: Script, durationSec: number): Quantity[] {
  const spoken = script.scenes.reduce((total, scene) => total + scene.narration.length, 0);
  const written = JSON.stringify(script).length;
  return [
    { component: 'text', unit: 'tokens_in', quantity: PROMPT_TOKENS + tokens(written) },
    { component: 'text', unit: 'tokens_out', quantity: tokens(written) },
    { component: 'video', unit: 'seconds', quantity: durationSec },
    { component: 'speech', unit: 'characters', quantity: spoken },
    { component: 'music', unit: 'seconds', quantity: durationSec },
    { component: 'sound', unit: 'seconds', quantity: durationSec },
  ];
}

const tokens = (characters: number): number => Math.ceil(characters / CHARACTERS_PER_TOKEN);
