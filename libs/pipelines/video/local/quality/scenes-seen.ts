import type { RgbFrame } from '#libs/media';
import type { SceneTiming, Timeline } from '../../domain/timeline.js';
import { coloursOf, luma, type ColourShare } from './picture-measures.js';

export interface SeenFrame extends RgbFrame {
  brightness: Float32Array;
}

export interface SeenStill extends SeenFrame {
  colours: ColourShare[];
}

/** A scene as it looks in the finished film. */
export interface SeenScene {
  timing: SceneTiming;
  /** All samples of the scene, in order; at least one. */
  frames: SeenFrame[];
  /** Two of them, past the entrance and before the exit. */
  stills: SeenStill[];
}

const STILLS_AT = [0.45, 0.7];

/** Sorts samples of a film into its scenes; none without a sample. */
export function scenesSeen(samples: readonly RgbFrame[], timeline: Timeline): SeenScene[] {
  const frames = samples.map((frame) => ({ ...frame, brightness: luma(frame) }));
  if (frames.length === 0) return [];
  return timeline.scenes.map((timing) => {
    const lengthSec = timing.frames / timeline.fps;
    const inside = frames.filter(
      ({ atSec }) => atSec >= timing.startSec - 1e-6 && atSec < timing.startSec + lengthSec - 1e-6,
    );
    const stills = STILLS_AT.map((share) =>
      nearest(inside.length > 0 ? inside : frames, timing.startSec + share * lengthSec),
    );
    return {
      timing,
      frames: inside.length > 0 ? inside : stills.slice(0, 1),
      stills: [...new Set(stills)].map((still) => ({ ...still, colours: coloursOf(still) })),
    };
  });
}

const nearest = (frames: readonly SeenFrame[], atSec: number): SeenFrame =>
  frames.reduce((best, frame) =>
    Math.abs(frame.atSec - atSec) < Math.abs(best.atSec - atSec) ? frame : best,
  );
