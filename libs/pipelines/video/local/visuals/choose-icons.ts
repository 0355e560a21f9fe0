import type { Random } from '#libs/kernel';
import type { Mood } from '#libs/providers/ports';
import type { IconIndex } from './icon-index.js';
import { saysNothing, wordsOf } from './words.js';

/** What a scene says, the most telling first. */
export interface SceneWords {
  keywords: readonly string[];
  headline: string;
  narration: string;
  /** What the whole film is about. */
  topic: string;
  mood: Mood;
}

/** What earlier scenes have shown. */
export interface Shown {
  mains: string[];
  all: Set<string>;
}

const MOST = 4;
/** How much a word weighs by where it stands. Keywords lose weight with their rank. */
const WEIGHT = { keyword: 10, keywordStep: 0.9, keywordLeast: 4, headline: 4.5, narration: 2.6, topic: 0.8 };
/** Loose text counts only where a word names the thing; a shared tag is not enough. */
const NAMED = 0.55;
/** A picture says something of the words, or stays away. What the whole film is about may lead where a scene names nothing. */
const LEAST_MAIN = 0.5;
const LEAST_COMPANION = 2.3;
/** What was seen before is passed over where something else does as well. */
const AGAIN_AS_MAIN = 0.5;
const AGAIN = 0.75;
/** What a word said again elsewhere adds. Less than a keyword's rank: the first keyword leads. */
const ECHO = 0.08;
/** A second picture of the same word. */
const SAME_WORD = 0.4;

/** Where words name nothing that can be drawn. */
const MOOD_ICONS: Record<Mood, string[]> = {
  upbeat: ['sparkles', 'party-popper', 'rocket', 'star'],
  warm: ['red-heart', 'sun', 'house-with-garden', 'candle'],
  calm: ['lotus', 'potted-plant', 'water-wave', 'crescent-moon'],
  dramatic: ['high-voltage', 'fire', 'comet', 'night-with-stars'],
  playful: ['balloon', 'kite', 'confetti-ball', 'rainbow'],
  serious: ['light-bulb', 'compass', 'bar-chart', 'bullseye'],
  inspiring: ['glowing-star', 'sunrise', 'rocket', 'light-bulb'],
};

interface Candidate {
  icon: string;
  score: number;
  /** How surely the word means the thing, 0 to 1. */
  strength: number;
  /** The word that speaks for it most. */
  word: string;
}

/** One to four icons for a scene, the most telling first; the first is never that of the scene before. */
export function chooseIcons(index: IconIndex, words: SceneWords, shown: Shown, random: Random): string[] {
  const candidates = score(index, words);
  const previous = shown.mains.at(-1);
  const chosen: Candidate[] = [];
  while (chosen.length < MOST) {
    const first = chosen.length === 0;
    let best: Candidate | undefined;
    for (const candidate of candidates.values()) {
      if (chosen.some((other) => other.icon === candidate.icon)) continue;
      if (first && candidate.icon === previous) continue;
      // A tag that a word shares with a drawing is enough where nothing else leads, never for what stands beside it.
      if (!first && candidate.strength < NAMED) continue;
      const value = candidate.score * freshness(candidate, shown, chosen, first);
      if (best === undefined || value > best.score) best = { ...candidate, score: value };
    }
    if (!best || best.score < (first ? LEAST_MAIN : LEAST_COMPANION)) break;
    chosen.push(best);
  }
  if (chosen.length > 0) return chosen.map(({ icon }) => icon);
  const fallback = random.shuffle(MOOD_ICONS[words.mood]).filter((icon) => icon !== previous);
  return fallback.slice(0, 2);
}

function freshness(candidate: Candidate, shown: Shown, chosen: Candidate[], first: boolean): number {
  let factor = 1;
  if (first && shown.mains.includes(candidate.icon)) factor *= AGAIN_AS_MAIN;
  else if (shown.all.has(candidate.icon)) factor *= AGAIN;
  if (chosen.some((other) => other.word === candidate.word)) factor *= SAME_WORD;
  return factor;
}

function score(
  index: IconIndex,
  { keywords, headline, narration, topic }: SceneWords,
): Map<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  const read = (text: string, weight: number, least: number, asked = false): void => {
    for (const { phrase, hits } of phrases(index, text, asked)) {
      for (const { icon, strength } of hits) {
        if (strength < least) continue;
        const score = weight * strength;
        const known = candidates.get(icon);
        if (!known) candidates.set(icon, { icon, score, strength, word: phrase });
        else if (score > known.score)
          candidates.set(icon, { icon, score: score + known.score * ECHO, strength, word: phrase });
        else known.score += score * ECHO;
      }
    }
  };
  const longer = phrases(index, narration, false)
    .map(({ phrase }) => phrase)
    .filter((phrase) => phrase.includes(' '));
  // "park" alone is not what "car park" speaks of.
  const whole = (keyword: string): string =>
    longer.find((phrase) => phrase.split(' ').includes(keyword)) ?? keyword;
  keywords.forEach((keyword, rank) =>
    read(whole(keyword), Math.max(WEIGHT.keywordLeast, WEIGHT.keyword - rank * WEIGHT.keywordStep), 0, true),
  );
  read(headline, WEIGHT.headline, NAMED);
  read(narration, WEIGHT.narration, NAMED);
  read(topic, WEIGHT.topic, NAMED);
  return candidates;
}

/** The text's phrases that the index knows, the longest first at each place, none within another. */
function phrases(
  index: IconIndex,
  text: string,
  asked: boolean,
): { phrase: string; hits: ReturnType<IconIndex['find']> }[] {
  const words = wordsOf(text);
  const found = [];
  for (let at = 0; at < words.length; at++) {
    for (let length = Math.min(index.longestPhrase, words.length - at); length >= 1; length--) {
      const phrase = words.slice(at, at + length).join(' ');
      // Among loose words `ring` and `light` seldom mean the thing; asked for as a picture they do.
      const vague = length === 1 && saysNothing(phrase);
      if (vague && !asked) continue;
      const hits = index.find(phrase).filter((hit) => !vague || hit.strength >= NAMED);
      if (hits.length === 0) continue;
      found.push({ phrase, hits });
      at += length - 1;
      break;
    }
  }
  return found;
}
