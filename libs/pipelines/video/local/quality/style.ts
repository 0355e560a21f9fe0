import type { Evidence } from '../../domain/quality.js';
import { clamp01, ramp, round, weightedMean, type Judgement } from '../../domain/scoring.js';
import type { VisualPlan } from '../../domain/visuals.js';
import { distanceToPalette } from './colour.js';
import { colourMean, mean, median } from './picture-measures.js';
import type { SeenScene } from './scenes-seen.js';

/** In OKLab: colours this near to the plan's count fully, those this far not at all. */
const NEAR = 0.06;
const FAR = 0.2;

/** Share of the picture in the plan's colours. Icons and photographs have their own, so all of it is never asked. */
const PALETTE = { none: 0.25, full: 0.7, pass: 0.5 };

/** How far a scene's hue may stray from the film's, in OKLab's a and b. */
const TINT = { full: 0.06, none: 0.18, pass: 0.1 };

/** Does the film look as planned, and of one piece? */
export function judgeStyle(scenes: readonly SeenScene[], plan: VisualPlan): Judgement {
  const palettes = palette(scenes, plan);
  const tints = tint(scenes);
  return {
    score: weightedMean([
      [meanAndWorst(palettes.scores), 0.6],
      [meanAndWorst(tints.scores), tints.scores.length > 1 ? 0.4 : 0],
    ]),
    evidence: [...palettes.evidence, ...tints.evidence],
  };
}

interface PerScene {
  scores: number[];
  evidence: Evidence[];
}

/** One scene out of place shows, however many others are right. */
const meanAndWorst = (scores: readonly number[]): number => (mean(scores) + Math.min(...scores)) / 2;

function palette(scenes: readonly SeenScene[], plan: VisualPlan): PerScene {
  const fits = scenes.map(({ timing, stills }) => {
    const planned =
      plan.scenes.find(({ sceneId }) => sceneId === timing.sceneId)?.graphics.palette ?? plan.palette;
    const distance = distanceToPalette(planned);
    const known = new Map<number, number>();
    return mean(
      stills.map((still) => colourMean(still, (colour) => clamp01(ramp(distance(colour), FAR, NEAR)), known)),
    );
  });
  return {
    scores: fits.map((fit) => ramp(fit, PALETTE.none, PALETTE.full)),
    evidence: fits.map((fit, index) => ({
      check: 'palette',
      passed: fit >= PALETTE.pass,
      measured: round(fit),
      threshold: `at least ${PALETTE.pass} of the picture in the planned colours`,
      ...placeOf(scenes[index] as SeenScene),
    })),
  };
}

function tint(scenes: readonly SeenScene[]): PerScene {
  const tints = scenes.map(({ stills }) => ({
    a: mean(stills.map((still) => colourMean(still, ([, a]) => a))),
    b: mean(stills.map((still) => colourMean(still, ([, , b]) => b))),
  }));
  const common = { a: median(tints.map(({ a }) => a)), b: median(tints.map(({ b }) => b)) };
  const astray = tints.map(({ a, b }) => Math.hypot(a - common.a, b - common.b));
  return {
    scores: astray.map((far) => ramp(far, TINT.none, TINT.full)),
    evidence: astray.map((far, index) => ({
      check: 'tint',
      passed: far <= TINT.pass,
      measured: round(far),
      threshold: `at most ${TINT.pass} from the film's common tint (OKLab)`,
      ...placeOf(scenes[index] as SeenScene),
    })),
  };
}

export const placeOf = ({ timing, stills }: SeenScene): { scene: string; atSec: number } => ({
  scene: timing.sceneId,
  atSec: round(stills[0]?.atSec ?? timing.startSec),
});
