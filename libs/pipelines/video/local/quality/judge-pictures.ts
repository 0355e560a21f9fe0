import { SampleFile } from '#libs/media/frames';
import type { Mood } from '#libs/providers/ports';
import type { Judgement } from '../../domain/scoring.js';
import type { Timeline } from '../../domain/timeline.js';
import type { VisualPlan } from '../../domain/visuals.js';
import { judgeEmotion } from './emotion.js';
import { scenesSeen } from './scenes-seen.js';
import { judgeStyle } from './style.js';
import { judgeVisuals } from './visual.js';

/** A film as the technical gate has seen and heard it, and what it was to be. */
export interface Watched {
  samples: { path: string; width: number; height: number; atSec: number[] };
  /** LUFS every 100 ms. */
  loudness: number[];
  timeline: Timeline;
  visuals: VisualPlan;
  mood: Mood;
}

export interface PictureJudgements {
  style: Judgement;
  emotion: Judgement;
  visual: Judgement;
}

/** What the pictures tell; null where there are none. Seconds of work for a long film: it belongs into a thread. */
export function judgePictures({
  samples,
  loudness,
  timeline,
  visuals,
  mood,
}: Watched): PictureJudgements | null {
  const file = new SampleFile(samples.path, samples);
  try {
    const scenes = scenesSeen(file, timeline);
    if (scenes.length === 0) return null;
    return {
      style: judgeStyle(scenes, visuals),
      emotion: judgeEmotion(scenes, loudness, mood, timeline.durationSec),
      visual: judgeVisuals(scenes),
    };
  } finally {
    file.close();
  }
}
