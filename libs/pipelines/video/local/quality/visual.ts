import type { Evidence } from '../../domain/quality.js';
import { ramp, round, weightedMean, type Judgement } from '../../domain/scoring.js';
import { captionContrast, change, colourfulness, mean, median, sharpness } from './picture-measures.js';
import type { SeenFrame, SeenScene } from './scenes-seen.js';
import { placeOf } from './style.js';

/** WCAG 2 AA for text. */
const CONTRAST = { none: 1.5, full: 4.5 };
const SHARPNESS = { none: 0.04, full: 0.2 };
const COLOURFULNESS = { none: 4, full: 15 };
/** Mean change of brightness between samples a quarter of a second apart; less than `none` is a still. */
const LIFE = { none: 0.0005, full: 0.002 };

/** Can it be read, is it sharp, has it colour, does it move? */
export function judgeVisuals(scenes: readonly SeenScene[]): Judgement {
  const captioned = scenes.flatMap((scene) => captionedFrames(scene).map((frame) => ({ scene, frame })));
  const readable = captioned.map(({ scene, frame }) => ({
    value: captionContrast(frame, frame.brightness),
    where: { scene: scene.timing.sceneId, atSec: round(frame.atSec) },
  }));
  const perScene = (value: (scene: SeenScene) => number) =>
    scenes.map((scene) => ({ value: value(scene), where: placeOf(scene) }));
  const stills = (value: (still: SeenFrame) => number) => perScene((scene) => mean(scene.stills.map(value)));

  const parts = [
    part('caption_contrast', readable, CONTRAST, (full) => `at least ${full}:1 (WCAG AA)`, 0.35),
    part(
      'sharpness',
      stills(({ brightness, width }) => sharpness(brightness, width)),
      SHARPNESS,
      (full) => `edges of at least ${full} of the range`,
      0.25,
    ),
    part(
      'colourfulness',
      stills(colourfulness),
      COLOURFULNESS,
      (full) => `at least ${full} (Hasler and Süsstrunk)`,
      0.15,
    ),
    part('movement', perScene(life), LIFE, (full) => `changes of at least ${full} of the range`, 0.25),
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

/** Samples half-way through a caption, one a caption. */
function captionedFrames({ timing, frames }: SeenScene): SeenFrame[] {
  return timing.captions.flatMap(({ startSec, endSec }) => {
    const shown = frames.filter(({ atSec }) => atSec >= startSec + 0.15 && atSec < endSec);
    const middle = shown[Math.floor(shown.length / 2)];
    return middle ? [middle] : [];
  });
}

/** How much a scene changes from sample to sample; its entrance and exit do not count. */
export function life({ frames }: SeenScene): number {
  const changes = frames
    .slice(1)
    .map((frame, index) => change((frames[index] as SeenFrame).brightness, frame.brightness));
  return changes.length < 3 ? mean(changes) : median(changes);
}
