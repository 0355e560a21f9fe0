import { isInstructions, shorterPhrases } from '../writing/index.js';
import type { Assigned } from './assign.js';

/** A row holds two lines. */
const LONGEST_STEP = 56;
const FEWEST = 3;
const MOST_IN_A_SCENE = 4;

export interface Steps {
  /** What the steps lead to: "How to mend a flat tyre". */
  heading: string;
  /** Each scene's steps, numbered through the film: "3. Glue the patch on". */
  byScene: ReadonlyMap<number, string[]>;
}

/** The steps of a brief that is a sequence of instructions under a heading; undefined where it is none. */
export function stepsOf(sentences: readonly Assigned[], language: string): Steps | undefined {
  const [first, ...rest] = sentences;
  if (first === undefined || !isInstructions(first.text, language) || first.text.length > LONGEST_STEP)
    return undefined;
  // "Done!" is no step.
  const steps = rest.filter(({ text }) => text.split(/\s+/u).length > 2);
  if (steps.length < FEWEST) return undefined;
  const byScene = new Map<number, string[]>();
  for (const [index, { text, scene }] of steps.entries()) {
    const step = withinRow(text);
    const before = byScene.get(scene) ?? [];
    if (step === undefined || before.length === MOST_IN_A_SCENE) return undefined;
    byScene.set(scene, [...before, `${index + 1}. ${step}`]);
  }
  return { heading: first.text, byScene };
}

/** The sentence, or as much of it as a row has room for; undefined where no whole part fits. */
export function withinRow(text: string): string | undefined {
  const bare = text.replace(/[\s.!]+$/u, '');
  return [bare, ...shorterPhrases(bare)].find((form) => form.length <= LONGEST_STEP);
}
