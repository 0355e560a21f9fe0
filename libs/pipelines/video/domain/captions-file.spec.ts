import fc from 'fast-check';
import { joinWords, toSrt, toVtt } from './captions-file.js';
import type { TimedCaption, Timeline } from './timeline.js';

const caption = (startSec: number, endSec: number, words: string[]): TimedCaption => ({
  startSec,
  endSec,
  words: words.map((text) => ({ text, startSec, endSec })),
});

const timeline = (...captions: TimedCaption[]): Timeline => ({
  fps: 30,
  totalFrames: 300,
  durationSec: 10,
  scenes: [{ sceneId: 's1', startSec: 0, startFrame: 0, frames: 300, captions }],
  voiced: true,
  notice: '',
});

interface ReadCue {
  startMs: number;
  endMs: number;
  text: string;
}

const ms = (clock: string): number => {
  const [hours, minutes, seconds] = clock.replace(',', '.').split(':').map(Number) as [
    number,
    number,
    number,
  ];
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000);
};

/** Reads a caption file as a player does: blocks between blank lines, the line with the arrow, then the text. */
function read(file: string, unescape: (text: string) => string): ReadCue[] {
  const arrow = /^(\d\d:\d\d:\d\d[,.]\d{3}) --> (\d\d:\d\d:\d\d[,.]\d{3})$/;
  return file.split(/\n\n+/).flatMap((block) => {
    const lines = block.trim().split('\n');
    const at = lines.findIndex((line) => arrow.test(line));
    if (at === -1) return [];
    const [, start, end] = arrow.exec(lines[at] as string) as unknown as [string, string, string];
    return [{ startMs: ms(start), endMs: ms(end), text: unescape(lines.slice(at + 1).join(' ')) }];
  });
}

const readSrt = (file: string) => read(file, (text) => text.replaceAll('\u2060', ''));
const readVtt = (file: string) =>
  read(file, (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));

const word = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.constantFrom('<b>', '-->', '&amp;', '{\\an8}', '5', '&', '<i>x</i>', 'naïve', '00:00:01,000', 'NOTE'),
  )
  .map((text) => text.replace(/[\s\u2060\p{Cc}]/gu, '_'))
  .filter(
    (text) => !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\u3000-\u303f\uff00-\uffef]/u.test(text),
  );

const captions = fc.array(
  fc.record({
    startSec: fc.float({ min: 0, max: 200, noNaN: true }),
    length: fc.float({ min: 0, max: 9, noNaN: true }),
    words: fc.array(word, { minLength: 1, maxLength: 14 }),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('caption files', () => {
  it.each([
    ['SRT', toSrt, readSrt],
    ['VTT', toVtt, readVtt],
  ])('%s holds every word, in order, in cues that never overlap', (_name, write, parse) => {
    fc.assert(
      fc.property(captions, (made) => {
        const sorted = made.map(({ startSec, length, words }) => caption(startSec, startSec + length, words));
        sorted.sort((a, b) => a.startSec - b.startSec);
        const cues = parse(write(timeline(...sorted)));
        expect(cues.map(({ text }) => text)).toEqual(
          sorted.map(({ words }) => words.map(({ text }) => text).join(' ')),
        );
        cues.forEach(({ startMs, endMs }, index) => {
          expect(endMs).toBeGreaterThan(startMs);
          expect(startMs).toBeGreaterThanOrEqual(cues[index - 1]?.endMs ?? 0);
        });
      }),
    );
  });

  it('writes what the formats ask for, to the letter', () => {
    const film = timeline(
      caption(0.2, 2.5, ['Fish', '&', 'chips', '<b>now</b>']),
      caption(2.4, 3661.0005, [
        'A',
        'line',
        'that',
        'is',
        'a',
        'good',
        'deal',
        'longer',
        'than',
        'a',
        'screen',
        'wants',
      ]),
    );
    expect(toSrt(film)).toBe(
      '1\n00:00:00,200 --> 00:00:02,400\nFish & chips <\u2060b>now<\u2060/b>\n\n' +
        '2\n00:00:02,400 --> 01:01:01,001\nA line that is a good deal\nlonger than a screen wants\n',
    );
    expect(toVtt(film)).toMatch(
      /^WEBVTT\n\n00:00:00\.200 --> 00:00:02\.400\nFish &amp; chips &lt;b&gt;now&lt;\/b&gt;\n\n/,
    );
  });

  it('joins words without spaces where the language has none', () => {
    expect(toSrt(timeline(caption(0, 1, ['新しい', 'パン屋', 'が', 'できました。'])))).toContain(
      '新しいパン屋ができました。',
    );
    expect(joinWords(['我', '用', 'Open', 'Source', '软件'])).toBe('我用Open Source软件');
    expect(joinWords(['We', 'love', '東京', 'in', 'spring'])).toBe('We love 東京 in spring');
    expect(joinWords(['안녕', '하세요'])).toBe('안녕 하세요');
  });
});
