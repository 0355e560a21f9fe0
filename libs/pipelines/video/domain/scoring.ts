import type { Evidence, SemanticReport, TechnicalReport } from './quality.js';

/**
 * What a failed technical check costs. A film starts at 1 and fails below `TECHNICAL_PASS`, so every defect that a
 * viewer would see or hear costs more than 0.2 and fails it alone; the small ones fail it only together.
 */
export const TECHNICAL_PENALTIES = {
  /** Decodes to its end without an error, with every frame of the timeline. */
  file_integrity: 0.5,
  codec: 0.3,
  resolution: 0.3,
  fps: 0.1,
  duration: 0.3,
  audio_present: 0.4,
  audio_length: 0.25,
  loudness: 0.15,
  true_peak: 0.1,
  black: 0.25,
  frozen: 0.25,
  silent: 0.25,
  clip_count: 0.3,
} as const;
export type TechnicalCheck = keyof typeof TECHNICAL_PENALTIES;

export const TECHNICAL_PASS = 0.8;

/** Each kind of check counts once, however many places it failed in. */
export function technicalReport(checks: (Evidence & { check: TechnicalCheck })[]): TechnicalReport {
  const failed = new Set(checks.filter(({ passed }) => !passed).map(({ check }) => check));
  const penalty = [...failed].reduce((sum, check) => sum + TECHNICAL_PENALTIES[check], 0);
  const score = round(Math.max(0, 1 - penalty));
  return { score, passed: score >= TECHNICAL_PASS, checks };
}

/** A file that can't be read scores 0 whatever else might be said of it. */
export const unreadableReport = (reason: string): TechnicalReport => ({
  score: 0,
  passed: false,
  checks: [
    {
      check: 'file_integrity' satisfies TechnicalCheck,
      passed: false,
      measured: reason,
      threshold: 'decodes to its end without an error',
      atSec: 0,
    },
  ],
});

export type CriterionName = SemanticReport['criteria'][number]['name'];

export const SEMANTIC_WEIGHTS: Record<CriterionName, number> = {
  style_coherence: 0.3,
  narrative_adherence: 0.3,
  emotional_sync: 0.2,
  visual_quality: 0.2,
};

/** What a judge of one criterion returns. */
export interface Judgement {
  /** 0 to 1. */
  score: number;
  evidence: Evidence[];
}

export function semanticReport(
  judgements: Record<CriterionName, Judgement>,
  notJudged: string[],
): SemanticReport {
  const criteria = (Object.keys(SEMANTIC_WEIGHTS) as CriterionName[]).map((name) => ({
    name,
    weight: SEMANTIC_WEIGHTS[name],
    score: round(clamp01(judgements[name].score)),
    evidence: judgements[name].evidence,
  }));
  return {
    score: round(weightedMean(criteria.map(({ score, weight }) => [score, weight]))),
    criteria,
    notJudged,
  };
}

/** Mean of [value, weight] pairs; parts that could not be measured are left out by not being listed. */
export function weightedMean(parts: readonly (readonly [value: number, weight: number])[]): number {
  const weight = parts.reduce((sum, [, w]) => sum + w, 0);
  return weight === 0 ? 0 : parts.reduce((sum, [value, w]) => sum + value * w, 0) / weight;
}

export const clamp01 = (value: number): number => Math.min(1, Math.max(0, value));

/** 0 at `zero`, 1 at `one` and beyond, straight between them; `zero` may be the larger one. */
export const ramp = (value: number, zero: number, one: number): number =>
  clamp01((value - zero) / (one - zero));

/** To three decimals: what a report shows. */
export const round = (value: number): number => Math.round(value * 1000) / 1000;
