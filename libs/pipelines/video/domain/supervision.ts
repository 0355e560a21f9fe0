import { formatMicros, micros, type Micros } from '#libs/kernel';
import type { PresetName } from './brief.js';
import { PRESETS } from './presets.js';
import type { Decision } from './quality.js';

export const APPROVE_QUALITY = 0.7;
export const REJECT_QUALITY = 0.4;
export const REJECT_TECHNICAL = 0.8;

/** What the decision rests on. */
export interface Findings {
  preset: PresetName;
  quality: number;
  technical: number;
  costMicros: Micros;
  budgetMicros: Micros;
  /** The scenes that another take can put right, by their place in the film. */
  scenes: readonly number[];
  /** How often scenes may still be made again. */
  repairsLeft: number;
  /** The most that making them again costs. */
  repairMicros: Micros;
}

interface Rule {
  decision: Decision['decision'];
  applies: (findings: Findings) => boolean;
  reason: (findings: Findings) => string;
}

/** Read from the top: the first rule that applies decides. The last one always does. */
export const DECISION_TABLE: readonly Rule[] = [
  {
    decision: 'repair',
    applies: (f) =>
      !isGoodEnough(f) &&
      f.scenes.length > 0 &&
      f.repairsLeft > 0 &&
      f.costMicros + f.repairMicros <= f.budgetMicros,
    reason: (f) =>
      `Making ${f.scenes.length === 1 ? 'one scene' : `${f.scenes.length} scenes`} again can put it right, for at most ${formatMicros(f.repairMicros)} of the ${formatMicros(micros(f.budgetMicros - f.costMicros))} that are left`,
  },
  {
    decision: 'reject',
    applies: (f) => !(f.technical >= REJECT_TECHNICAL),
    reason: (f) => `The technical score ${f.technical} is below ${REJECT_TECHNICAL}`,
  },
  {
    decision: 'reject',
    applies: (f) => !(f.quality >= REJECT_QUALITY),
    reason: (f) => `The quality ${f.quality} is below ${REJECT_QUALITY}`,
  },
  {
    decision: 'escalate',
    applies: (f) => f.costMicros > f.budgetMicros,
    reason: (f) =>
      `The cost ${formatMicros(f.costMicros)} is above the budget ${formatMicros(f.budgetMicros)}: a person decides`,
  },
  {
    decision: 'escalate',
    applies: (f) => f.quality < approvalBar(f.preset),
    reason: (f) =>
      `The quality ${f.quality} is below the ${approvalBar(f.preset)} that ${f.preset} needs for approval: a person decides`,
  },
  {
    decision: 'approve',
    applies: () => true,
    reason: (f) =>
      `The quality ${f.quality} is at least ${approvalBar(f.preset)} and the cost is within the budget`,
  },
];

/** Nothing but its cost can still stand in its way. */
const isGoodEnough = (f: Findings): boolean =>
  f.technical >= REJECT_TECHNICAL && f.quality >= approvalBar(f.preset);

/** A preset's minimum can raise the bar that every film has to clear, and never lowers it. */
export const approvalBar = (preset: PresetName): number =>
  Math.max(APPROVE_QUALITY, PRESETS[preset].minQuality);

export function decide(findings: Findings): Decision {
  const rule = DECISION_TABLE.find(({ applies }) => applies(findings)) as Rule;
  const { quality, technical, costMicros, budgetMicros } = findings;
  return {
    decision: rule.decision,
    reason: rule.reason(findings),
    scenes: rule.decision === 'repair' ? [...findings.scenes] : [],
    quality,
    technical,
    costMicros,
    budgetMicros,
  };
}
