import type { Choice, Variant } from './lines.js';

export interface Window {
  min: number;
  max: number;
  /** Where the words should come out, if nothing speaks against it. */
  target: number;
}

/** What a word too many or too few costs, in units of a line's value. */
const OFF_TARGET = 1.5;
/** This share of the target, nobody hears. */
const SLACK = 0.05;

export interface Selection {
  variants: Variant[];
  words: number;
  value: number;
}

/**
 * The multiple-choice knapsack: of each choice at most one variant, so that the words come out within the window and
 * the value is highest. Exact, by dynamic programming over the number of words. Where nothing lands inside the
 * window, the fullest selection below it; where not even one variant fits, the shortest one.
 */
export function choose(choices: readonly Choice[], { min, max, target }: Window): Selection {
  const best = new Float64Array(max + 1).fill(-Infinity);
  best[0] = 0;
  const taken: Int16Array[] = [];
  for (const choice of choices) {
    const pick = new Int16Array(max + 1).fill(-1);
    for (let words = max; words > 0; words--) {
      for (const [index, { words: cost, value }] of choice.entries()) {
        if (cost > words || cost === 0) continue;
        const candidate = (best[words - cost] as number) + value;
        if (candidate > (best[words] as number)) {
          best[words] = candidate;
          pick[words] = index;
        }
      }
    }
    taken.push(pick);
  }
  let end = 0;
  let worth = -Infinity;
  for (let words = 1; words <= max; words++) {
    const inside = words >= min;
    const value =
      (best[words] as number) -
      OFF_TARGET * Math.max(0, Math.abs(words - target) - SLACK * target) -
      (inside ? 0 : 10_000 + (min - words) * 100);
    if (value > worth) [end, worth] = [words, value];
  }
  if (worth === -Infinity) return shortest(choices);
  return { variants: trace(choices, taken, end), words: end, value: worth };
}

function trace(choices: readonly Choice[], taken: readonly Int16Array[], end: number): Variant[] {
  const variants: Variant[] = [];
  let words = end;
  for (let i = choices.length - 1; i >= 0; i--) {
    const picked = choices[i]?.[taken[i]?.[words] ?? -1];
    if (picked === undefined) continue;
    variants.unshift(picked);
    words -= picked.words;
  }
  return variants;
}

function shortest(choices: readonly Choice[]): Selection {
  const [first] = choices.flat().sort((a, b) => a.words - b.words);
  return { variants: first === undefined ? [] : [first], words: first?.words ?? 0, value: 0 };
}
