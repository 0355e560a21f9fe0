import type { Samples } from '#libs/media';
import type { WordTiming } from '../../ports/index.js';
import { wordsOf } from './word-timings.js';

/** Quieter than this part of the loudest sound counts as silence. */
const SILENCE = 0.02;
const WINDOW_SEC = 0.02;
/** Shorter silences belong to the sounds around them: a stop consonant is one. */
const PAUSE_SEC = 0.15;

interface Stretch {
  startSec: number;
  endSec: number;
}

/**
 * Times for words of a voice that does not tell any: the stretches that sound are measured, each gets the words that fit it best,
 * and shares its time out by their length. An estimate: a word may be off by some tenths of a second.
 */
export function spreadWords(text: string, audio: Samples): WordTiming[] {
  return grouped(wordsOf(text), soundingStretches(audio)).flatMap(({ words, stretch }) =>
    shared(words, stretch),
  );
}

interface Group {
  words: string[];
  stretch: Stretch;
}

/** A pause falls between the two words where it fits best; one that fits nowhere is part of a word. */
function grouped(words: string[], stretches: Stretch[]): Group[] {
  const perCharacter = sum(stretches.map(lengthOf)) / words.join('').length;
  const groups: Group[] = [];
  let left = words;
  let waitingSec = 0;
  let startSec: number | null = null;
  for (const [index, stretch] of stretches.entries()) {
    waitingSec += lengthOf(stretch);
    startSec ??= stretch.startSec;
    const isLast = index === stretches.length - 1;
    const count = isLast ? left.length : bestFit(left, waitingSec / perCharacter);
    if (count > 0) {
      const own = left.slice(0, count);
      groups.push({ words: own, stretch: { startSec, endSec: stretch.endSec } });
      left = left.slice(count);
      waitingSec -= own.join('').length * perCharacter;
      startSec = null;
    } else if (isLast) {
      const before = groups.at(-1);
      if (before !== undefined) before.stretch.endSec = stretch.endSec;
    }
  }
  return groups;
}

/** How many of the words are nearest to so many characters together; one is left at least. */
function bestFit(words: string[], characters: number): number {
  let length = 0;
  for (let count = 0; count < words.length - 1; count++) {
    const longer = length + (words[count] as string).length;
    if (Math.abs(longer - characters) >= Math.abs(length - characters)) return count;
    length = longer;
  }
  return words.length - 1;
}

function shared(words: string[], { startSec, endSec }: Stretch): WordTiming[] {
  const perCharacter = (endSec - startSec) / words.join('').length;
  let at = startSec;
  return words.map((text) => ({ text, startSec: at, endSec: (at += text.length * perCharacter) }));
}

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);

const lengthOf = ({ startSec, endSec }: Stretch): number => endSec - startSec;

function soundingStretches({ sampleRate, channels }: Samples): Stretch[] {
  const [samples = new Float32Array()] = channels;
  const size = Math.max(1, Math.round(sampleRate * WINDOW_SEC));
  const peaks = Array.from({ length: Math.ceil(samples.length / size) }, (_, window) =>
    samples
      .subarray(window * size, (window + 1) * size)
      .reduce((peak, one) => Math.max(peak, Math.abs(one)), 0),
  );
  const loudest = Math.max(0, ...peaks);
  const endSec = samples.length / sampleRate;
  const stretches: Stretch[] = [];
  for (const [window, peak] of peaks.entries()) {
    if (peak <= loudest * SILENCE) continue;
    const at = {
      startSec: (window * size) / sampleRate,
      endSec: Math.min(endSec, ((window + 1) * size) / sampleRate),
    };
    const last = stretches.at(-1);
    if (last !== undefined && at.startSec - last.endSec < PAUSE_SEC) last.endSec = at.endSec;
    else stretches.push(at);
  }
  return stretches.length === 0 ? [{ startSec: 0, endSec }] : stretches;
}
