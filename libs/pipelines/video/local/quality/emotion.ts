import type { Mood } from '#libs/providers/ports';
import type { Evidence } from '../../domain/quality.js';
import { clamp01, round, weightedMean, type Judgement } from '../../domain/scoring.js';
import { mean, median, percentile } from './picture-measures.js';
import type { SeenScene } from './scenes-seen.js';

type Range = readonly [least: number, most: number];

interface Feel {
  /** Average length of a shot in seconds. */
  shotSec: Range;
  /** Spread of the momentary loudness (10th to 95th percentile of what sounds) in LU. */
  dynamicsLu: Range;
  /** Mean change of brightness between samples a quarter of a second apart, in thousandths of the range. */
  movement: Range;
}

/** What a mood leads one to expect: ranges wide enough for any competent film of it, also a short one, which its fades colour. */
const FEELS: Record<Mood, Feel> = {
  upbeat: { shotSec: [1.2, 5.5], dynamicsLu: [1.5, 20], movement: [2, 80] },
  playful: { shotSec: [1.2, 5.5], dynamicsLu: [1.5, 20], movement: [2, 80] },
  inspiring: { shotSec: [2, 7], dynamicsLu: [2, 21], movement: [1.5, 60] },
  warm: { shotSec: [2.5, 8], dynamicsLu: [1.5, 20], movement: [1, 50] },
  serious: { shotSec: [2.5, 9], dynamicsLu: [1.5, 20], movement: [0.8, 45] },
  dramatic: { shotSec: [1.5, 7], dynamicsLu: [2.5, 24], movement: [1, 80] },
  calm: { shotSec: [3, 10], dynamicsLu: [1, 20], movement: [0.5, 40] },
};

/** A cut shows if the picture changes at it at least so much more than it does by itself. */
const VISIBLE_CUT = 2.5;
const SOUNDING_LUFS = -50;

/** Do rhythm, sound and movement suit the mood? */
export function judgeEmotion(
  scenes: readonly SeenScene[],
  loudness: readonly number[],
  mood: Mood,
  durationSec: number,
): Judgement {
  const feel = FEELS[mood];
  const cuts = visibleCuts(scenes);
  const sounding = loudness.filter((lufs) => lufs > SOUNDING_LUFS).sort((a, b) => a - b);
  const parts = [
    part('cut_rhythm', durationSec / (cuts + 1), feel.shotSec, `s a shot for ${mood}`, 0.4),
    part(
      'loudness_dynamics',
      percentile(sounding, 0.95) - percentile(sounding, 0.1),
      feel.dynamicsLu,
      `LU for ${mood}`,
      0.3,
    ),
    part(
      'movement',
      1000 * mean(scenes.map(({ life }) => life)),
      feel.movement,
      `thousandths for ${mood}`,
      0.3,
    ),
  ];
  return {
    score: weightedMean(parts.map(({ score, weight }) => [score, weight])),
    evidence: parts.map(({ evidence }) => evidence),
  };
}

function part(check: string, value: number, [least, most]: Range, unit: string, weight: number) {
  const evidence: Evidence = {
    check,
    passed: value >= least && value <= most,
    measured: round(value),
    threshold: `${least} to ${most} ${unit}`,
  };
  // Half or double of what is asked scores nothing.
  const octavesOff = value <= 0 ? 1 : Math.max(0, Math.log2(least / value), Math.log2(value / most));
  return { score: clamp01(1 - octavesOff), weight, evidence };
}

const visibleCuts = (scenes: readonly SeenScene[]): number =>
  scenes.slice(1).filter(({ cut, life }, index) => {
    const before = scenes[index] as SeenScene;
    return cut > VISIBLE_CUT * median([before.life, life]);
  }).length;
