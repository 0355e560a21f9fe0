import { AppError } from '#libs/kernel';
import type { z } from 'zod';
import { cutCaptions, MIN_CAPTION_SEC } from './caption-chunks.js';
import type { SceneTiming, TimedCaption, Timeline, WordTimingSchema } from './timeline.js';
import { isDense, splitWords } from './word-splitting.js';

type Word = z.output<typeof WordTimingSchema>;

/** A scene begins so long before its narration, and ends so long after it, at the least. */
export const LEAD_SEC = 0.2;
export const TAIL_SEC = 0.3;
/** The fastest that a narration is hurried. */
export const MAX_RATE = 1.35;
/** How much longer than asked a film may get before the narration counts as too long. */
export const MAX_GROWTH_SEC = 2;

const RATE_STEP = 0.01;
/** A voice does not keep its rate to the per cent. */
const RATE_MARGIN = 1.01;
/** Of a scene's spare time so much goes before the narration, up to a limit; the picture gets the rest. */
const LEAD_SHARE = 0.25;
const MAX_EXTRA_LEAD_SEC = 0.4;
const CHARACTERS_PER_SEC = 15;
const DENSE_CHARACTERS_PER_SEC = 8;
const ROUNDING = 1e-6;

/** A scene's narration as it was spoken (or is to be read), its times from its own start. */
export interface Narration {
  words: Word[];
  durationSec: number;
}

export interface TimelineRequest {
  scenes: { sceneId: string; narration: Narration; /** Share of the film's length. */ share: number }[];
  language: string;
  durationSec: number;
  fps: number;
  voiced: boolean;
  notice: string;
}

export interface Layout {
  timeline: Timeline;
  /** When each scene's narration starts, in seconds from the start of the film. */
  narrationStartsSec: number[];
}

/**
 * The rate (1 to 1.35) at which narrations that were timed at rate 1 fit into the film.
 *
 * @throws AppError `video.narration_too_long` if they are too long even at the fastest rate and with two seconds more
 */
export function rateToFit(narrations: Narration[], durationSec: number, fps: number): number {
  const total = Math.round(durationSec * fps);
  const framesAt = (rate: number) =>
    sum(narrations.map((narration) => framesFor(leastSec(narration, rate), fps)));
  if (framesAt(1) <= total) return 1;
  for (let step = 1; 1 + step * RATE_STEP <= MAX_RATE + ROUNDING; step++) {
    const rate = 1 + step * RATE_STEP;
    if (framesAt(rate / RATE_MARGIN) <= total) return Number(rate.toFixed(2));
  }
  grownTotal(framesAt(MAX_RATE), total, fps);
  return MAX_RATE;
}

/** The times at which a text without a voice is read: about 15 characters a second, 8 in Chinese and Japanese. */
export function readingTimes(text: string, language: string, rate: number): Narration {
  const perSec = rate * (isDense(language) ? DENSE_CHARACTERS_PER_SEC : CHARACTERS_PER_SEC);
  let at = 0;
  const words = splitWords(text, language).map((word) => {
    const startSec = at;
    at += (word.length + (isDense(language) ? 0 : 1)) / perSec;
    return { text: word, startSec, endSec: at };
  });
  return { words, durationSec: at };
}

/**
 * Lays the scenes out: without gaps, on frame boundaries, exactly `durationSec` long, each scene as long as its narration with a
 * lead-in and a tail, and the spare time spread by the scenes' shares. A film whose narration does not fit grows by up to 2 s.
 *
 * @throws AppError `video.narration_too_long`
 */
export function layOutTimeline(request: TimelineRequest): Layout {
  const { scenes, fps, language, voiced } = request;
  const asked = Math.round(request.durationSec * fps);
  const least = scenes.map(({ narration }) => framesFor(leastSec(narration), fps));
  const total = grownTotal(sum(least), asked, fps);
  const spare = spread(
    total - sum(least),
    scenes.map(({ share }) => share),
  );

  const narrationStartsSec: number[] = [];
  let startFrame = 0;
  const timings = scenes.map(({ sceneId, narration }, index): SceneTiming => {
    const frames = (least[index] as number) + (spare[index] as number);
    const startSec = startFrame / fps;
    const extra = Math.min(MAX_EXTRA_LEAD_SEC, (LEAD_SHARE * (spare[index] as number)) / fps);
    const narrationSec = startSec + LEAD_SEC + extra;
    narrationStartsSec.push(narrationSec);
    startFrame += frames;
    // Without a voice to follow, a caption stays until the next one comes.
    const captions = cutCaptions(
      narration.words.map((word) => shifted(word, narrationSec)),
      startFrame / fps,
      language,
      ...(voiced ? [] : [Infinity]),
    );
    return { sceneId, startSec, startFrame: startFrame - frames, frames, captions };
  });
  const grown = (total - asked) / fps;
  const notices = [
    request.notice,
    grown > 0 ? `The narration needs the time: the film is ${grown.toFixed(1)} s longer than asked.` : '',
  ];
  return {
    timeline: {
      fps,
      totalFrames: total,
      durationSec: total / fps,
      scenes: timings,
      voiced,
      notice: notices.filter((notice) => notice !== '').join(' '),
    },
    narrationStartsSec,
  };
}

/** The narration at a rate, with its lead-in and tail, and time enough for a caption. */
function leastSec({ words, durationSec }: Narration, rate = 1): number {
  return (
    LEAD_SEC + Math.max(durationSec / rate + TAIL_SEC, (words[0]?.startSec ?? 0) / rate + MIN_CAPTION_SEC)
  );
}

const framesFor = (sec: number, fps: number) => Math.ceil(sec * fps - ROUNDING);
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const shifted = (word: Word, bySec: number): Word => ({
  text: word.text,
  startSec: word.startSec + bySec,
  endSec: word.endSec + bySec,
});

/** The film's frames: as asked, or as many as are needed where those are at most two seconds more. */
function grownTotal(needed: number, asked: number, fps: number): number {
  if (needed <= asked + MAX_GROWTH_SEC * fps) return Math.max(needed, asked);
  const [neededSec, askedSec] = [Number((needed / fps).toFixed(1)), Number((asked / fps).toFixed(1))];
  throw new AppError(
    'video.narration_too_long',
    `The narration takes ${neededSec} s even at its fastest, the film ${askedSec} s: shorten the narration or make the film longer`,
    { class: 'input', details: { neededSec, durationSec: askedSec, maxGrowthSec: MAX_GROWTH_SEC } },
  );
}

/** Shares out whole frames by weight; what rounding leaves over goes to the largest remainders. */
function spread(frames: number, weights: number[]): number[] {
  const all = sum(weights);
  const exact = weights.map((weight) => (frames * weight) / all);
  const out = exact.map(Math.floor);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, frames - sum(out))) out[index] = (out[index] as number) + 1;
  return out;
}

/** Every caption of the film, in order. */
export const captionsOf = (timeline: Timeline): TimedCaption[] =>
  timeline.scenes.flatMap(({ captions }) => captions);
