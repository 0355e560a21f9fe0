import type { SanitizedBrief, SceneScript } from '../../domain/index.js';
import { speakable } from '../writing/index.js';
import { sentencesOf } from './copy-lines.js';
import { fold } from './words.js';

/** A sentence of the brief and the position of the scene that says it or, where none does, of the one before it. */
export interface Assigned {
  text: string;
  scene: number;
  said: boolean;
}

/** From this share of its telling words on, a scene says a sentence. */
const SAID = 0.6;

/** The brief's sentences, each with its scene. */
export function assignSentences(brief: SanitizedBrief, scenes: readonly SceneScript[]): Assigned[] {
  const spoken = scenes.map(({ narration }) => new Set(tellingWords(narration)));
  let before = 0;
  return speakable(brief.text, brief.language)
    .split('\n')
    .flatMap(sentencesOf)
    .map((text) => {
      const words = tellingWords(text);
      const shares = spoken.map((said) => words.filter((word) => said.has(word)).length / words.length);
      const best = shares.indexOf(Math.max(...shares));
      const said = words.length > 0 && (shares[best] ?? 0) >= SAID;
      if (said) before = best;
      return { text: text.replace(/[\s.,;:]+$/u, ''), scene: before, said };
    });
}

/** Figures, and words long enough to mean something. */
export const tellingWords = (text: string): string[] =>
  (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => /\d/.test(word) || word.length >= 4);
