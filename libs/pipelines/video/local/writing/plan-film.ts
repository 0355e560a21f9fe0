import { seededRandom } from '#libs/kernel';
import type { CreativePlan, PresetName, SanitizedBrief, SceneScript } from '../../domain/index.js';
import { arrange } from './arrange.js';
import { bankLines } from './bank-lines.js';
import { bankOf } from './bank.js';
import { briefLines } from './brief-lines.js';
import { choose, type Selection } from './choose.js';
import { emojiNames } from './emoji.js';
import { gatherFacts, textOf, type Facts } from './facts.js';
import { headlines, titleOf } from './headline.js';
import { moodOf } from './lexicon/moods.js';
import type { Line } from './lines.js';
import { keywordsOf } from './nouns.js';
import { cut, sceneCount, wordBudget } from './scenes.js';
import { consistencyOf, shotsOf } from './shots.js';
import { speakable } from './speakable.js';
import { isUnspaced } from './words.js';

export interface FilmRequest {
  durationSec: number;
  preset: PresetName;
  /** The same brief, request and seed give the same plan. */
  seed: number;
  maxScenes: number;
}

/** A scene's narration must fit its caption track and the schema: about 560 characters. */
const MAX_WORDS_A_SCENE = 75;
const MAX_NARRATION = 600;
/** How far the number of words may stray from the budget. */
const TOLERANCE = 0.11;
/** A brief with more to say than there is time for is spoken a little faster: about 2.6 words a second. */
const BRISK = 0.2;
/** A scene with so many telling words of its own shows them and nothing that other scenes speak of. */
const TELLING = 1;
/** From this share of the words on, the brief's own sentences are the film. */
const FILLS = 0.8;
/** Where only the brief's own sentences are at hand, a little too many words are better than none. */
const LENIENT = 0.35;

/**
 * Writes a film: hook, development and close from what the brief says, in its own language, in as many words as a
 * calm voice speaks in the time. Long briefs are extracted, short ones unfolded. Pure and deterministic.
 */
export function planFilm(brief: SanitizedBrief, { durationSec, seed, maxScenes }: FilmRequest): CreativePlan {
  const { language } = brief;
  const facts = gatherFacts(speakable(brief.text, language) || emojiNames(brief.text), language);
  const mood = moodOf(brief.text, facts.look, facts.genre, facts.topics);
  const { lines, count } = write(facts, durationSec, maxScenes, seed);
  const scenes = cut(lines, count);
  const shown = headlines(scenes, facts);
  const script = scenes.map((scene, i) => sceneOf(scene, i, scenes.length, shown[i] ?? '', facts));
  const keywords = keywordsOf(facts.pieces.map(textOf).join('. '), facts);
  return {
    script: { title: titleOf(facts, shown), language, mood, scenes: script },
    shots: shotsOf(scenes, script, mood, facts, seededRandom(seed, 'shots')),
    consistency: consistencyOf(mood, facts, keywords),
  };
}

/** The lines of the film in their order, and how many scenes they make. */
function write(
  facts: Facts,
  durationSec: number,
  maxScenes: number,
  seed: number,
): { lines: Line[]; count: number } {
  const usual = sceneCount(durationSec, maxScenes);
  // Five seconds hold one thought or two short ones: whichever says more.
  const counts = durationSec < 8 ? [1, 2].filter((n) => n <= maxScenes) : [usual];
  const drafts = counts.map((count) => ({ count, selection: select(facts, durationSec, count, seed) }));
  const best = drafts.reduce((a, b) => (b.selection.value > a.selection.value ? b : a));
  const lines = arrange(best.selection.variants);
  return { lines: lines.length > 0 ? lines : lastResort(facts), count: best.count };
}

function select(facts: Facts, durationSec: number, count: number, seed: number): Selection {
  const budget = Math.min(wordBudget(durationSec, count), count * MAX_WORDS_A_SCENE);
  const random = seededRandom(seed, `writing:${durationSec}:${count}`);
  const own = briefLines(facts, random);
  const written = bankOf(facts.language) !== undefined;
  const plain = own.map((choice) =>
    choice.filter(({ lines }) => lines.every((line) => line.shown === undefined)),
  );
  const supply = plain.reduce((words, choice) => words + Math.max(0, ...choice.map((v) => v.words)), 0);
  // A brief that fills the film by itself leaves no room for phrases that say nothing of it.
  const full = supply >= budget * FILLS;
  const ours = full ? [] : bankLines(facts, own, durationSec, random);
  const over = !written ? LENIENT : supply > budget ? BRISK : TOLERANCE;
  return choose([...(full ? plain : own), ...ours], {
    min: Math.ceil(budget * (1 - TOLERANCE)),
    max: Math.floor(budget * (1 + over)),
    target: supply > budget ? Math.min(supply, budget * (1 + over)) : budget,
  });
}

function sceneOf(
  scene: readonly Line[],
  index: number,
  count: number,
  headline: string,
  facts: Facts,
): SceneScript {
  const narration = narrationOf(scene, facts.language);
  const said = scene.filter(({ shown }) => shown === undefined).map(({ text }) => text);
  const own = keywordsOf(said.length > 0 ? said.join(' ') : narration, facts);
  const about = keywordsOf(facts.pieces.map(textOf).join('. '), facts, 4);
  // A reflection of ours shows what the film is about, not the words that it happens to use.
  const keywords = [
    ...new Set(said.length === 0 ? [...about, ...own] : own.length >= TELLING ? own : about),
  ].slice(0, 12);
  return {
    id: `s${index + 1}`,
    role: index === 0 ? 'hook' : index === count - 1 ? 'close' : 'development',
    narration,
    headline,
    keywords: keywords.length > 0 ? keywords : [facts.topics[0] ?? 'star'],
  };
}

function narrationOf(scene: readonly Line[], language: string): string {
  const space = isUnspaced(language) ? '' : ' ';
  let kept = scene.map(({ text }) => text);
  while (kept.length > 1 && kept.join(space).length > MAX_NARRATION) kept = kept.slice(0, -1);
  return kept.join(space);
}

/** A text that has no sentence short enough to say is said in pieces, between its words. */
function lastResort(facts: Facts): Line[] {
  const text = facts.pieces.map(textOf).join(' ') || facts.topics[0] || '…';
  const segments = [...new Intl.Segmenter(facts.language, { granularity: 'word' }).segment(text)];
  let piece = '';
  for (const { segment } of segments) {
    if (piece.length + segment.length > 120) break;
    piece += segment;
  }
  return [{ text: piece.trim() || text.slice(0, 120), words: 1, act: 'fact', order: 0 }];
}
