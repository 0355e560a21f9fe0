import { figureIn } from './figures.js';
import type { Line } from './lines.js';

/** Spoken words in a second, and the breath that each scene takes. */
export const WORDS_PER_SEC = 2.3;
export const BREATH_SEC = 0.5;

/** How many scenes a film of this length has: short films cut fast, long ones give each thought its time. */
export function sceneCount(durationSec: number, maxScenes: number): number {
  const perScene =
    durationSec < 12 ? 4 : durationSec <= 15 ? 4.5 : 5.4 + Math.min(1.8, (durationSec - 20) / 90);
  return Math.max(1, Math.min(maxScenes, Math.round(durationSec / perScene)));
}

/** Words that fit a film of this length, cut into this many scenes. */
export const wordBudget = (durationSec: number, scenes: number): number =>
  WORDS_PER_SEC * (durationSec - BREATH_SEC * scenes);

/** Parting sentences that belong together costs as much as being this many words (squared) off the mark. */
const TORN = 45;

/** Divides lines into at most `count` scenes of about equal length, without tearing apart what belongs together. */
export function cut(lines: readonly Line[], count: number): Line[][] {
  const scenes = Math.min(count, lines.length);
  if (scenes <= 1) return [[...lines]];
  const target = lines.reduce((total, line) => total + line.words, 0) / scenes;
  // cost[k][i]: the least that the first i lines cost in k scenes.
  const cost = Array.from({ length: scenes + 1 }, () => new Array<number>(lines.length + 1).fill(Infinity));
  const from = Array.from({ length: scenes + 1 }, () => new Array<number>(lines.length + 1).fill(0));
  (cost[0] as number[])[0] = 0;
  for (let k = 1; k <= scenes; k++) {
    for (let end = k; end <= lines.length; end++) {
      for (let start = k - 1; start < end; start++) {
        const total = (cost[k - 1]?.[start] ?? Infinity) + sceneCost(lines, start, end, target);
        if (total < (cost[k]?.[end] ?? Infinity)) {
          (cost[k] as number[])[end] = total;
          (from[k] as number[])[end] = start;
        }
      }
    }
  }
  const out: Line[][] = [];
  for (let k = scenes, end = lines.length; k > 0; k--) {
    const start = from[k]?.[end] ?? 0;
    out.unshift(lines.slice(start, end));
    end = start;
  }
  return out;
}

function sceneCost(lines: readonly Line[], start: number, end: number, target: number): number {
  const scene = lines.slice(start, end);
  const words = scene.reduce((total, line) => total + line.words, 0);
  const first = scene[0];
  const before = lines[start - 1];
  const torn =
    before !== undefined && first !== undefined && before.act === first.act && before.order === first.order;
  const figures = scene.filter(({ text }) => figureIn(text) !== undefined).length;
  const mixed = new Set(scene.map(({ act, order }) => `${act}${act === 'passage' ? order : ''}`)).size - 1;
  return (words - target) ** 2 + (torn ? TORN : 0) + 12 * Math.max(0, figures - 1) + 4 * mixed;
}
