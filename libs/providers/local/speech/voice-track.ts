import { amplify, decibels, filter, highPass, highShelf, limit, peak, resample } from '#libs/media/audio';
import { innerPauses, voicedSpan, wordSpans, type Segment, type Span } from './word-boundaries.js';
import type { SpokenSentence } from './spoken-text.js';

const VOICE_RATE = 16_000;
export const OUTPUT_RATE = 48_000;

/** At the natural rate; a faster voice pauses less. */
const SENTENCE_PAUSE_SEC = 0.3;
const CLAUSE_PAUSE_SEC = 0.14;
const EDGE_SEC = 0.03;
const FADE_SEC = 0.006;
const LEVEL_DB = 1;
const CEILING_DB = -3;

/** One sentence as the program spoke it. */
export interface Take {
  words: SpokenSentence['words'];
  samples: Int16Array;
  spoken: Segment[];
  marked: Segment[];
}

/** Strings the takes together with natural pauses; the words' spans are seconds from the start of the track. */
export function voiceTrack(takes: Take[], rate: number): { samples: Float32Array; spans: Span[] } {
  const pieces: Float32Array[] = [];
  const spans: Span[] = [];
  let length = 0;
  takes.forEach((take, index) => {
    const { samples, cuts } = trimmed(take, CLAUSE_PAUSE_SEC / rate);
    for (const span of wordSpans(take.words, take.spoken, take.marked)) {
      spans.push({
        startSec: length / VOICE_RATE + afterCuts(span.startSec, cuts),
        endSec: length / VOICE_RATE + afterCuts(span.endSec, cuts),
      });
    }
    const pause = index === takes.length - 1 ? 0 : Math.round((SENTENCE_PAUSE_SEC / rate) * VOICE_RATE);
    pieces.push(samples, new Float32Array(pause));
    length += samples.length + pause;
  });
  const track = new Float32Array(length);
  let at = 0;
  for (const piece of pieces) {
    track.set(piece, at);
    at += piece.length;
  }
  return { samples: resample(finish(track), VOICE_RATE, OUTPUT_RATE), spans };
}

/** Stretches taken out, in seconds of the take. */
type Cuts = Span[];

/** The take without the silence around it and the length of its pauses that nobody needs. */
function trimmed({ samples, spoken }: Take, pauseSec: number): { samples: Float32Array; cuts: Cuts } {
  const endSec = samples.length / VOICE_RATE;
  const voiced = voicedSpan(spoken);
  const cuts: Cuts = [
    { startSec: 0, endSec: Math.max(0, voiced.startSec - EDGE_SEC) },
    ...innerPauses(spoken)
      .filter((pause) => pause.endSec - pause.startSec > pauseSec)
      .map((pause) => ({ startSec: pause.startSec + pauseSec / 2, endSec: pause.endSec - pauseSec / 2 })),
    { startSec: Math.min(endSec, voiced.endSec + 2 * EDGE_SEC), endSec },
  ];
  const fade = Math.round(FADE_SEC * VOICE_RATE);
  const kept = cuts.slice(1).map((cut, index) => {
    const from = Math.round((cuts[index] as Span).endSec * VOICE_RATE);
    const piece = Float32Array.from(
      samples.subarray(from, Math.round(cut.startSec * VOICE_RATE)),
      (x) => x / 32_768,
    );
    for (let i = 0; i < Math.min(fade, piece.length); i++) {
      piece[i] = (piece[i] as number) * (i / fade);
      piece[piece.length - 1 - i] = (piece[piece.length - 1 - i] as number) * (i / fade);
    }
    return piece;
  });
  const out = new Float32Array(kept.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of kept) {
    out.set(piece, at);
    at += piece.length;
  }
  return { samples: out, cuts };
}

/** Where a moment of the take lies once the cuts are made. */
function afterCuts(sec: number, cuts: Cuts): number {
  const removed = cuts.reduce((sum, cut) => sum + Math.max(0, Math.min(sec, cut.endSec) - cut.startSec), 0);
  return Math.max(0, sec - removed);
}

/** Takes the rumble and the boxiness from the voice, gives it clear vowels and consonants, and sets its level. */
function finish(samples: Float32Array): Float32Array {
  filter(
    samples,
    highPass(VOICE_RATE, 80),
    peak(VOICE_RATE, 320, -3, 0.8),
    peak(VOICE_RATE, 1400, 1.5, 0.8),
    peak(VOICE_RATE, 3000, 4.5, 0.8),
    highShelf(VOICE_RATE, 5500, 3.5),
  );
  amplify([samples], decibels(LEVEL_DB));
  limit([samples], VOICE_RATE, decibels(CEILING_DB));
  return samples;
}
