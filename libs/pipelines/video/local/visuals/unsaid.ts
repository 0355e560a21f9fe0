import type { SanitizedBrief, SceneScript } from '../../domain/index.js';
import { gatherFacts, speakable } from '../writing/index.js';
import { tellingWords } from './assign.js';

/** A fact that the narrator has no time for, and how far into the brief it stands, 0 to 1. */
export interface Unsaid {
  text: string;
  at: number;
}

/** A line under a headline is read at a glance. */
const LONGEST = 104;
/** From this share of its telling words on, a fact counts as said. */
const SAID = 0.6;

/** The facts of the brief that its script leaves out and that are short enough to be shown, in the brief's order. */
export function unsaidFacts(
  brief: SanitizedBrief,
  scenes: readonly SceneScript[],
  /** What stands on the pictures already. */
  shown: readonly string[],
): Unsaid[] {
  const spoken = new Set([...scenes.map(({ narration }) => narration), ...shown].flatMap(tellingWords));
  const { pieces } = gatherFacts(speakable(brief.text, brief.language), brief.language);
  return pieces.flatMap((piece, index) => {
    const text = ('text' in piece ? piece.text : piece.items.join(', ')).replace(/[\s.,;:]+$/u, '');
    const words = tellingWords(text);
    const said = words.filter((word) => spoken.has(word)).length / Math.max(1, words.length);
    const line = text.length <= LONGEST ? text : firstPart(text);
    return words.length === 0 || said >= SAID || line === '' || line.includes('"')
      ? []
      : [{ text: line.charAt(0).toUpperCase() + line.slice(1), at: (index + 0.5) / pieces.length }];
  });
}

const firstPart = (text: string): string =>
  text.split(/[,;:]\s/u).find((part) => part.length >= 12 && part.length <= LONGEST) ?? '';

/**
 * Which scene shows which unsaid facts, by scene position: the one nearest to where the brief has them among those whose
 * picture has room for a line. Short facts share a line where there are more of them than lines.
 */
export function placeUnsaid(unsaid: readonly Unsaid[], hasRoom: readonly boolean[]): Map<number, string> {
  const placed = new Map<number, string>();
  const fits = (index: number, text: string): boolean =>
    (placed.get(index)?.length ?? -SEPARATOR.length) + SEPARATOR.length + text.length <= LONGEST;
  for (const { text, at } of unsaid) {
    const free = hasRoom.flatMap((room, index) => (room && fits(index, text) ? [index] : []));
    const cost = (index: number): number =>
      Math.abs((index + 0.5) / hasRoom.length - at) + (placed.has(index) ? 1 : 0);
    const [nearest] = free.toSorted((a, b) => cost(a) - cost(b));
    if (nearest === undefined) continue;
    const before = placed.get(nearest);
    placed.set(nearest, before === undefined ? text : before + SEPARATOR + text);
  }
  return placed;
}

const SEPARATOR = ' · ';
