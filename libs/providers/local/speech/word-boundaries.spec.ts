import { spokenSentences } from './spoken-text.js';
import {
  innerPauses,
  markedText,
  parseSegments,
  plainText,
  voicedSpan,
  wordSpans,
} from './word-boundaries.js';

const [sentence] = spokenSentences('The sale — 5 %, now') as [ReturnType<typeof spokenSentences>[number]];
const SPOKEN =
  'pau:0.2 dh:0.25 ax:0.3 s:0.4 ey:0.5 l:0.6 pau:0.8 f:0.9 ay:1.1 v:1.15 p:1.2 er:1.3 s:1.4 eh:1.45 n:1.5 t:1.55 pau:1.7 n:1.8 aw:2 pau:2.2';
/** The same sounds; those of "sale", "percent" and so on fifty times as fast. */
const MARKED =
  'pau:0.2 dh:0.25 ax:0.3 s:0.302 ey:0.304 l:0.306 pau:0.5 f:0.6 ay:0.7 v:0.75 p:0.752 er:0.754 s:0.756 eh:0.758 n:0.76 t:0.762 pau:1 n:1.1 aw:1.3 pau:1.5';

describe('word boundaries', () => {
  it('writes the sentence down for the voice, and a second time with every other word marked', () => {
    expect(plainText([sentence])).toBe('the sale, five percent, now.\n\n');
    expect(markedText([sentence])).toBe(
      'the <prosody rate="50">sale,</prosody> five <prosody rate="50">percent,</prosody> now.\n\n',
    );
  });

  it('finds when each word is heard; what is silent takes no time', () => {
    expect(wordSpans(sentence.words, parseSegments(SPOKEN), parseSegments(MARKED))).toEqual([
      { startSec: 0.2, endSec: 0.3 },
      { startSec: 0.3, endSec: 0.6 },
      { startSec: 0.6, endSec: 0.6 },
      { startSec: 0.8, endSec: 1.15 },
      { startSec: 1.15, endSec: 1.55 },
      { startSec: 1.7, endSec: 2 },
    ]);
  });

  it('shares the time out by length where the two readings do not agree', () => {
    const spans = wordSpans(sentence.words, parseSegments(SPOKEN), parseSegments(MARKED).slice(1));
    expect(spans).toHaveLength(6);
    expect(spans[0]?.startSec).toBe(0.2);
    expect(spans.at(-1)?.endSec).toBeCloseTo(2);
    for (const [index, span] of spans.slice(1).entries()) expect(span.startSec).toBe(spans[index]?.endSec);
  });

  it('knows where the voice pauses', () => {
    expect(voicedSpan(parseSegments(SPOKEN))).toEqual({ startSec: 0.2, endSec: 2 });
    expect(innerPauses(parseSegments(SPOKEN))).toEqual([
      { startSec: 0.6, endSec: 0.8 },
      { startSec: 1.55, endSec: 1.7 },
    ]);
  });
});
