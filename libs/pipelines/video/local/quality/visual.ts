import type { Evidence } from '../../domain/quality.js';
import { ramp, round, weightedMean, type Judgement } from '../../domain/scoring.js';
import { mean } from './picture-measures.js';
import type { SeenScene, SeenStill } from './scenes-seen.js';
import { placeOf } from './style.js';

/** WCAG 2 AA for text. */
const CONTRAST = { none: 1.5, full: 4.5 };
const SHARPNESS = { none: 0.04, full: 0.2 };
const COLOURFULNESS = { none: 4, full: 15 };
/** Mean change of brightness between samples a quarter of a second apart; less than `none` is a still. */
const LIFE = { none: 0.0005, full: 0.002 };

/** Can it be read, is it sharp, has it colour, does it move? */
export function judgeVisuals(scenes: readonly SeenScene[]): Judgement {
  const readable = scenes.flatMap(({ timing, captions }) =>
    captions.map(({ atSec, contrast }) => ({
      value: contrast,
      where: { scene: timing.sceneId, atSec: round(atSec) },
    })),
  );
  const perScene = (value: (scene: SeenScene) => number) =>
    scenes.map((scene) => ({ value: value(scene), where: placeOf(scene) }));
  const stills = (value: (still: SeenStill) => number) => perScene((scene) => mean(scene.stills.map(value)));

  const parts = [
    part('caption_contrast', readable, CONTRAST, (full) => `at least ${full}:1 (WCAG AA)`, 0.35),
    part(
      'sharpness',
      stills((still) => still.sharpness),
      SHARPNESS,
      (full) => `edges of at least ${full} of the range`,
      0.25,
    ),
    part(
      'colourfulness',
      stills((still) => still.colourfulness),
      COLOURFULNESS,
      (full) => `at least ${full} (Hasler and Süsstrunk)`,
      0.15,
    ),
    part(
      'movement',
      perScene(({ life }) => life),
      LIFE,
      (full) => `changes of at least ${full} of the range`,
      0.25,
    ),
  ];
  return {
    score: weightedMean(parts.map(({ score, weight }) => [score, weight])),
    evidence: parts.flatMap(({ evidence }) => evidence),
  };
}

interface Found {
  value: number;
  where: { scene: string; atSec: number };
}

function part(
  check: string,
  found: readonly Found[],
  { none, full }: { none: number; full: number },
  threshold: (full: number) => string,
  weight: number,
): { score: number; weight: number; evidence: Evidence[] } {
  return {
    score: mean(found.map(({ value }) => ramp(value, none, full))),
    weight: found.length === 0 ? 0 : weight,
    evidence: found.map(({ value, where }) => ({
      check,
      passed: value >= full,
      measured: round(value),
      threshold: threshold(full),
      ...where,
    })),
  };
}
