import type { Evidence } from '../../domain/quality.js';
import { ramp, round, weightedMean, type Judgement } from '../../domain/scoring.js';
import type { VisualPlan } from '../../domain/visuals.js';
import { chroma, distanceToGround, distanceToPalette, hueDistance, VIVID, type Lab } from './colour.js';
import { colourMean, mean, median, medianColour } from './picture-measures.js';
import type { SeenScene } from './scenes-seen.js';

/** In OKLab: colours this near to the plan's count fully, those this far not at all. */
const NEAR = 0.05;
const FAR = 0.12;

/** Share of the picture in the plan's colours. Icons and photographs have their own, so all of it is never asked. */
const PALETTE = { none: 0.3, full: 0.9, pass: 0.6 };

/** How far the ground may be from the planned one, in OKLab: dark for light is about 0.6. */
const GROUND = { full: 0.08, none: 0.26, pass: 0.13 };

/**
 * Share of a picture's vivid colour that has one of the plan's hues, in degrees off it. Dark and light scenes keep their ground
 * when their colours turn, so that only these tell. A picture with hardly any colour in it says nothing.
 */
const HUES = { within: 25, none: 0.1, full: 0.4, pass: 0.33, leastColour: 0.002 };

/** How far a scene's tint may stray from the film's, in OKLab's a and b. */
const TINT = { full: 0.06, none: 0.18, pass: 0.1 };

/** Does the film look as planned, and of one piece? */
export function judgeStyle(scenes: readonly SeenScene[], plan: VisualPlan): Judgement {
  const palettes = palette(scenes, plan);
  const grounds = ground(scenes, plan);
  const tints = tint(scenes);
  const turned = hues(scenes, plan);
  return {
    score: weightedMean([
      [meanAndWorst(palettes.scores), 0.3],
      [meanAndWorst(grounds.scores), 0.3],
      [meanAndWorst(turned.scores), 0.1],
      [meanAndWorst(tints.scores), tints.scores.length > 1 ? 0.3 : 0],
    ]),
    evidence: [...palettes.evidence, ...grounds.evidence, ...turned.evidence, ...tints.evidence],
  };
}

interface PerScene {
  scores: number[];
  evidence: Evidence[];
}

/** One scene out of place shows, however many others are right. */
const meanAndWorst = (scores: readonly number[]): number => (mean(scores) + Math.min(...scores)) / 2;

const planned = (plan: VisualPlan, { timing }: SeenScene) =>
  plan.scenes.find(({ sceneId }) => sceneId === timing.sceneId)?.graphics.palette ?? plan.palette;

function palette(scenes: readonly SeenScene[], plan: VisualPlan): PerScene {
  const fits = scenes.map((scene) => {
    const distance = distanceToPalette(planned(plan, scene));
    const fit = (colour: Lab): number => ramp(distance(colour), FAR, NEAR);
    return mean(scene.stills.map((still) => colourMean(still.colours, fit)));
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

function ground(scenes: readonly SeenScene[], plan: VisualPlan): PerScene {
  const far = scenes.map((scene) => {
    const distance = distanceToGround(planned(plan, scene));
    return mean(scene.stills.map((still) => distance(medianColour(still.colours))));
  });
  return {
    scores: far.map((value) => ramp(value, GROUND.none, GROUND.full)),
    evidence: far.map((value, index) => ({
      check: 'ground',
      passed: value <= GROUND.pass,
      measured: round(value),
      threshold: `at most ${GROUND.pass} from the planned ground (OKLab)`,
      ...placeOf(scenes[index] as SeenScene),
    })),
  };
}

function hues(scenes: readonly SeenScene[], plan: VisualPlan): PerScene {
  const shares = scenes.map((scene) => {
    const off = hueDistance(planned(plan, scene));
    const vivid = (colour: Lab): number => (chroma(colour) < VIVID ? 0 : chroma(colour));
    const all = mean(scene.stills.map((still) => colourMean(still.colours, vivid)));
    const right = mean(
      scene.stills.map((still) =>
        colourMean(still.colours, (colour) => (off(colour) < HUES.within ? vivid(colour) : 0)),
      ),
    );
    return all < HUES.leastColour ? 1 : right / all;
  });
  return {
    scores: shares.map((share) => ramp(share, HUES.none, HUES.full)),
    evidence: shares.map((share, index) => ({
      check: 'hues',
      passed: share >= HUES.pass,
      measured: round(share),
      threshold: `at least ${HUES.pass} of the vivid colour in the planned hues`,
      ...placeOf(scenes[index] as SeenScene),
    })),
  };
}

function tint(scenes: readonly SeenScene[]): PerScene {
  const tints = scenes.map(({ stills }) => ({
    a: mean(stills.map((still) => colourMean(still.colours, ([, a]) => a))),
    b: mean(stills.map((still) => colourMean(still.colours, ([, , b]) => b))),
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
