import type { RgbFrame, SampleFile } from '#libs/media/frames';
import type { SceneTiming, Timeline } from '../../domain/timeline.js';
import {
  captionContrast,
  change,
  colourfulness,
  coloursOf,
  luma,
  mean,
  median,
  sharpness,
  type ColourShare,
} from './picture-measures.js';

/** What is measured of one frame. */
export interface SeenStill {
  atSec: number;
  colours: ColourShare[];
  sharpness: number;
  colourfulness: number;
}

/** A scene as it looks in the finished film. */
export interface SeenScene {
  timing: SceneTiming;
  /** How much it changes from sample to sample, as a share of the full range; its entrance and exit do not count. */
  life: number;
  /** How much changes from the scene before it to this one; 0 for the first. */
  cut: number;
  /** Contrast half-way through each caption. */
  captions: { atSec: number; contrast: number }[];
  /** Two of its frames, past the entrance and before the exit. */
  stills: SeenStill[];
}

/** Nothing of the film is kept but numbers: the frames of one scene at a time are in memory. */
interface Frame extends RgbFrame {
  brightness: Float32Array;
}

const STILLS_AT = [0.45, 0.7];
/** A caption takes so long to appear. */
const CAPTION_IN_SEC = 0.15;

/** Sorts samples of a film into its scenes and measures them; none without a sample. */
export function scenesSeen(samples: SampleFile, timeline: Timeline): SeenScene[] {
  if (samples.atSec.length === 0) return [];
  let before: Frame | undefined;
  return timeline.scenes.map((timing) => {
    const endSec = timing.startSec + timing.frames / timeline.fps;
    const frames = framesBetween(samples, timing.startSec, endSec);
    const stills = [...new Set(STILLS_AT.map((share) => nearest(frames, atShare(timing, endSec, share))))];
    const cut = before === undefined ? 0 : change(before.brightness, (stills[0] as Frame).brightness);
    before = stills.at(-1);
    return {
      timing,
      life: life(frames),
      cut,
      captions: captionsOf(timing, frames),
      stills: stills.map(measured),
    };
  });
}

const atShare = ({ startSec }: SceneTiming, endSec: number, share: number): number =>
  startSec + share * (endSec - startSec);

/** All samples of a scene in order, or the one nearest to its middle where it has none. */
function framesBetween(samples: SampleFile, startSec: number, endSec: number): Frame[] {
  const inside = samples.atSec.flatMap((atSec, index) =>
    atSec >= startSec - 1e-6 && atSec < endSec - 1e-6 ? [index] : [],
  );
  const middle = (startSec + endSec) / 2;
  const indices =
    inside.length > 0
      ? inside
      : [
          samples.atSec.indexOf(
            nearest(
              samples.atSec.map((atSec) => ({ atSec })),
              middle,
            ).atSec,
          ),
        ];
  return indices.map((index) => {
    const frame = samples.frame(index);
    return { ...frame, brightness: luma(frame) };
  });
}

const nearest = <T extends { atSec: number }>(frames: readonly T[], atSec: number): T =>
  frames.reduce((best, frame) =>
    Math.abs(frame.atSec - atSec) < Math.abs(best.atSec - atSec) ? frame : best,
  );

function life(frames: readonly Frame[]): number {
  const changes = frames
    .slice(1)
    .map((frame, index) => change((frames[index] as Frame).brightness, frame.brightness));
  return changes.length < 3 ? mean(changes) : median(changes);
}

function captionsOf({ captions }: SceneTiming, frames: readonly Frame[]): SeenScene['captions'] {
  return captions.flatMap(({ startSec, endSec }) => {
    const shown = frames.filter(({ atSec }) => atSec >= startSec + CAPTION_IN_SEC && atSec < endSec);
    const middle = shown[Math.floor(shown.length / 2)];
    return middle ? [{ atSec: middle.atSec, contrast: captionContrast(middle, middle.brightness) }] : [];
  });
}

const measured = (frame: Frame): SeenStill => ({
  atSec: frame.atSec,
  colours: coloursOf(frame),
  sharpness: sharpness(frame.brightness, frame.width),
  colourfulness: colourfulness(frame),
});
