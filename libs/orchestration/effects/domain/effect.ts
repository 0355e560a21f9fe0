import type { JsonObject } from '#libs/kernel';

/** A call to a provider, as the journal knows it. */
export const EFFECT_STATES = [
  'intended',
  'submitted',
  'settled',
  'failed',
  'ambiguous',
  'reconciled',
] as const;
export type EffectState = (typeof EFFECT_STATES)[number];

/** From `intended` on, the call may have been made. What is final stays: it is never sent or booked again. */
const EFFECT_GRAPH: Readonly<Record<EffectState, readonly EffectState[]>> = {
  intended: ['submitted', 'settled', 'failed', 'ambiguous', 'reconciled'],
  submitted: ['settled', 'failed', 'reconciled'],
  ambiguous: ['submitted', 'settled', 'failed', 'reconciled'],
  settled: [],
  failed: [],
  reconciled: [],
};

/** The states from which `to` can be reached in one step. */
export const statesBefore = (to: EffectState): EffectState[] =>
  EFFECT_STATES.filter((state) => EFFECT_GRAPH[state].includes(to));

/** Nothing more can become of it: it is booked. */
export const isFinal = (state: EffectState): boolean => EFFECT_GRAPH[state].length === 0;

export interface Effect {
  id: string;
  tenantId: string;
  jobId: string;
  stageId: string;
  stage: string;
  item: number | null;
  key: string;
  attempt: number;
  provider: string;
  operation: string;
  /** Who pays the provider: `ours`, or the id of the tenant whose key it is. */
  account: string;
  requestHash: string;
  state: EffectState;
  /** Of a reconciled one. */
  outcome: 'charged' | 'not_charged' | null;
  externalId: string | null;
  result: JsonObject | null;
  estimatedMicros: number;
  /** What was charged; null until it is known. */
  costMicros: number | null;
  /** Nobody but a person can find out what became of it. */
  needsPerson: boolean;
  /** Since it was last sent, in ms by the database's clock. */
  ageMs: number;
}

/** Whether the call certainly charged nothing, so that it may be made again. */
export const mayBeSentAgain = ({ state, outcome }: Pick<Effect, 'state' | 'outcome'>): boolean =>
  state === 'failed' || (state === 'reconciled' && outcome === 'not_charged');
