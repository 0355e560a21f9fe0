import type { Brief } from './brief.js';
import { cleanText } from './cleaning.js';
import { PRESETS, type Track } from './presets.js';

export const FAST_MAX_COMPLEXITY = 0.3;
export const FAST_MAX_DURATION_SEC = 30;
export const FAST_MAX_SCENES = 3;

export interface Route {
  track: Track;
  /** 0 (one plain sentence) to 1 (a screenplay with conditions). */
  complexity: number;
  /** In plain words, for the job. */
  reason: string;
}

/** What makes a brief hard to film, each scaled so that 1 is "a lot of it". */
interface Signals {
  length: number;
  sentences: number;
  subjects: number;
  duration: number;
  scenes: number;
  constraints: number;
}

const WEIGHTS: Readonly<Record<keyof Signals, number>> = {
  length: 0.25,
  sentences: 0.15,
  subjects: 0.15,
  duration: 0.1,
  scenes: 0.2,
  constraints: 0.15,
};

const WORDS_FOR: Readonly<Record<keyof Signals, string>> = {
  length: 'its length',
  sentences: 'the number of its statements',
  subjects: 'the number of its subjects',
  duration: 'the length of the film',
  scenes: 'the scenes that it asks for',
  constraints: 'the conditions that it sets',
};

const CONSTRAINTS =
  /\b(?:must|only|exactly|never|always|without|avoid|ensure|required?|at least|at most|no more than|guidelines?|brand colou?rs?|logo|doit|jamais|toujours|sans|uniquement|exactement|éviter|debe|nunca|siempre|sin|solo|exactamente|evitar|muss|darf|nie|immer|ohne|nur|genau|vermeide\p{L}*)\b/giu;

const SCENE_COUNT =
  /\b(\d{1,2})\s+(?:different\s+)?(?:scenes?|shots?|scènes?|plans|escenas?|planos|szenen?|einstellungen)\b/iu;
const SCENE_LABEL = /(?:^|\n)\s*(?:scene|shot|scène|plan|escena|plano|szene|シーン)\s*#?\d{1,2}\b/giu;

/** Chooses the track: fast only for what can be written, drawn and spoken in one go. */
export function route(brief: Brief): Route {
  const { text } = cleanText(brief.brief);
  const scenes = requestedScenes(text);
  const signals = measure(text, scenes, brief.durationSec);
  const complexity = round(sum(signals));

  const { track, name } = PRESETS[brief.preset];
  const because = (reason: string): Route => ({ track: 'full', complexity, reason });
  if (track === 'full') return because(`The preset ${name} asks for the full track`);
  if (brief.durationSec > FAST_MAX_DURATION_SEC) {
    return because(`${brief.durationSec} s is longer than the ${FAST_MAX_DURATION_SEC} s of the fast track`);
  }
  if (scenes > FAST_MAX_SCENES) {
    return because(`The brief asks for ${scenes} scenes; the fast track has at most ${FAST_MAX_SCENES}`);
  }
  if (complexity >= FAST_MAX_COMPLEXITY) {
    return because(
      `The brief's complexity is ${complexity}, mostly for ${WORDS_FOR[heaviest(signals)]}; the fast track takes less than ${FAST_MAX_COMPLEXITY}`,
    );
  }
  return {
    track: 'fast',
    complexity,
    reason: `A simple brief (complexity ${complexity}) of at most ${FAST_MAX_DURATION_SEC} s and ${FAST_MAX_SCENES} scenes`,
  };
}

function measure(text: string, scenes: number, durationSec: number): Signals {
  const words = [...new Intl.Segmenter('en', { granularity: 'word' }).segment(text)].filter(
    (w) => w.isWordLike,
  );
  const sentences = text
    .split(/[.!?。！？\n]+(?:\s|$)|[。！？]/u)
    .filter((part) => part.trim() !== '').length;
  const subjects = new Set(
    words.map((w) => w.segment.toLowerCase()).filter((w) => w.length >= 5 || /\P{ASCII}/u.test(w)),
  );
  return {
    length: scale(words.length, 15, 150),
    sentences: scale(sentences, 2, 14),
    subjects: scale(subjects.size, 10, 60),
    duration: scale(durationSec, 5, 180),
    scenes: scale(scenes, 1, 8),
    constraints: scale(text.match(CONSTRAINTS)?.length ?? 0, 0, 5),
  };
}

/** Scenes that the brief itself asks for or numbers; 0 where it leaves them to us. */
function requestedScenes(text: string): number {
  return Math.max(Number(SCENE_COUNT.exec(text)?.[1] ?? 0), text.match(SCENE_LABEL)?.length ?? 0);
}

const KEYS = Object.keys(WEIGHTS) as (keyof Signals)[];
const sum = (signals: Signals): number => KEYS.reduce((total, key) => total + WEIGHTS[key] * signals[key], 0);
const heaviest = (signals: Signals): keyof Signals =>
  KEYS.reduce((a, b) => (WEIGHTS[b] * signals[b] > WEIGHTS[a] * signals[a] ? b : a));
const scale = (value: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));
const round = (value: number): number => Math.round(value * 100) / 100;
