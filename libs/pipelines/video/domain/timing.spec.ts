import fc from 'fast-check';
import { MIN_CAPTION_SEC } from './caption-chunks.js';
import {
  captionsOf,
  LEAD_SEC,
  layOutTimeline,
  MAX_GROWTH_SEC,
  MAX_RATE,
  rateToFit,
  readingTimes,
  TAIL_SEC,
} from './timing.js';
import type { Narration } from './timing.js';
import { joinWords, splitWords } from './word-splitting.js';

const FPS = 30;
const TINY = 1e-6;

const word = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-z]{1,12}$/) },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-z]{1,9}[.!?,;]$/) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'the',
      'of',
      'and',
      '—',
      '40',
      '%',
      'information@casa-do-pao-de-lisboa.example.com',
    ),
  },
);
/** Words as a voice would time them: some silent, some after a pause. */
const narration = fc
  .array(
    fc.tuple(
      word,
      fc.double({ min: 0, max: 0.8, noNaN: true }),
      fc.double({ min: 0, max: 0.4, noNaN: true }),
    ),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((words): Narration => {
    let at = 0;
    const timed = words.map(([text, length, gap]) => {
      const startSec = at + gap;
      at = startSec + length;
      return { text, startSec, endSec: at };
    });
    return { words: timed, durationSec: at };
  });
const scenes = fc
  .array(fc.tuple(narration, fc.double({ min: 0.05, max: 1, noNaN: true })), { minLength: 1, maxLength: 8 })
  .map((list) => list.map(([said, share], index) => ({ sceneId: `s${index + 1}`, narration: said, share })));
const spareSec = fc.double({ min: 0, max: 20, noNaN: true });

const faster = ({ words, durationSec }: Narration, rate: number): Narration => ({
  words: words.map(({ text, startSec, endSec }) => ({
    text,
    startSec: startSec / rate,
    endSec: endSec / rate,
  })),
  durationSec: durationSec / rate,
});

const least = (list: { narration: Narration }[]) =>
  list.reduce((sum, { narration: { durationSec, words } }) => {
    const sec = LEAD_SEC + Math.max(durationSec + TAIL_SEC, (words[0]?.startSec ?? 0) + MIN_CAPTION_SEC);
    return sum + Math.ceil(sec * FPS - TINY) / FPS;
  }, 0);

describe('layOutTimeline', () => {
  const laidOut = fc.tuple(scenes, spareSec).map(([list, spare]) => {
    const durationSec = least(list) + spare;
    const layout = layOutTimeline({
      scenes: list,
      language: 'en',
      durationSec,
      fps: FPS,
      voiced: true,
      notice: '',
    });
    return { list, durationSec, ...layout };
  });

  it('fills exactly the time asked for, scene after scene, without gaps', () => {
    fc.assert(
      fc.property(laidOut, ({ timeline, durationSec }) => {
        expect(timeline.totalFrames).toBe(Math.round(durationSec * FPS));
        expect(timeline.durationSec).toBe(timeline.totalFrames / FPS);
        let frame = 0;
        for (const scene of timeline.scenes) {
          expect(scene.startFrame).toBe(frame);
          expect(scene.startSec).toBe(frame / FPS);
          frame += scene.frames;
        }
        expect(frame).toBe(timeline.totalFrames);
      }),
    );
  });

  it('gives every narration its time, with a lead-in and a tail', () => {
    fc.assert(
      fc.property(laidOut, ({ timeline, list, narrationStartsSec }) => {
        timeline.scenes.forEach((scene, index) => {
          const start = narrationStartsSec[index] as number;
          const end = start + (list[index] as (typeof list)[number]).narration.durationSec;
          expect(start - scene.startSec).toBeGreaterThanOrEqual(LEAD_SEC - TINY);
          expect(scene.startSec + scene.frames / FPS - end).toBeGreaterThanOrEqual(TAIL_SEC - TINY);
        });
      }),
    );
  });

  it('captions the narration word for word, each long enough to read, none over another or beyond its scene', () => {
    fc.assert(
      fc.property(laidOut, ({ timeline, list, narrationStartsSec }) => {
        timeline.scenes.forEach(({ captions, startSec, frames }, index) => {
          const { words } = (list[index] as (typeof list)[number]).narration;
          const shown = captions.flatMap((caption) => caption.words);
          expect(shown.map(({ text }) => text)).toEqual(words.map(({ text }) => text));
          shown.forEach((timed, at) => {
            expect(timed.startSec).toBeCloseTo(
              (words[at]?.startSec ?? 0) + (narrationStartsSec[index] as number),
              6,
            );
          });
          let free = startSec;
          for (const caption of captions) {
            expect(caption.startSec).toBeGreaterThanOrEqual(free - TINY);
            expect(caption.startSec).toBe(caption.words[0]?.startSec);
            expect(caption.endSec - caption.startSec).toBeGreaterThanOrEqual(MIN_CAPTION_SEC - TINY);
            free = caption.endSec;
          }
          expect(free).toBeLessThanOrEqual(startSec + frames / FPS + TINY);
        });
      }),
    );
  });

  it('gives more of the spare time to a scene with a larger share', () => {
    const said: Narration = { words: [{ text: 'Hello.', startSec: 0, endSec: 1 }], durationSec: 1 };
    const { timeline } = layOutTimeline({
      scenes: [0.5, 0.25, 0.25].map((share, index) => ({ sceneId: `s${index + 1}`, narration: said, share })),
      language: 'en',
      durationSec: 12.5,
      fps: FPS,
      voiced: true,
      notice: '',
    });
    expect(timeline.scenes.map(({ frames }) => frames)).toEqual([45 + 120, 45 + 60, 45 + 60]);
  });

  it('grows by as little as the narration needs, says so, and refuses more than two seconds', () => {
    const said: Narration = { words: [{ text: 'Hello.', startSec: 0, endSec: 9 }], durationSec: 9 };
    const film = (durationSec: number) =>
      layOutTimeline({
        scenes: [{ sceneId: 's1', narration: said, share: 1 }],
        language: 'en',
        durationSec,
        fps: FPS,
        voiced: true,
        notice: 'A.',
      }).timeline;
    expect(film(9.5)).toMatchObject({ totalFrames: 285, notice: 'A.' });
    expect(film(8)).toMatchObject({
      totalFrames: 285,
      notice: 'A. The narration needs the time: the film is 1.5 s longer than asked.',
    });
    expect(() => film(7)).toThrow(
      expect.objectContaining({ code: 'video.narration_too_long', class: 'input' }),
    );
  });
});

describe('rateToFit', () => {
  it('hurries no more than it has to, never beyond 1.35, and the result fits', () => {
    const list = fc.array(narration, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(list, fc.integer({ min: 5, max: 60 }), (narrations, durationSec) => {
        const film = (rate: number) =>
          layOutTimeline({
            scenes: narrations.map((said, index) => ({
              sceneId: `s${index + 1}`,
              narration: faster(said, rate),
              share: 1,
            })),
            language: 'en',
            durationSec,
            fps: FPS,
            voiced: true,
            notice: '',
          }).timeline.totalFrames / FPS;
        let rate: number;
        try {
          rate = rateToFit(narrations, durationSec, FPS);
        } catch (error) {
          expect(error).toMatchObject({ code: 'video.narration_too_long' });
          expect(() => film(MAX_RATE)).toThrow();
          return;
        }
        expect(rate).toBeGreaterThanOrEqual(1);
        expect(rate).toBeLessThanOrEqual(MAX_RATE);
        if (rate < MAX_RATE) expect(film(rate)).toBe(durationSec);
        else expect(film(rate)).toBeLessThanOrEqual(durationSec + MAX_GROWTH_SEC);
        if (rate > 1.03)
          expect(least(narrations.map((said) => ({ narration: faster(said, rate - 0.03) })))).toBeGreaterThan(
            durationSec,
          );
      }),
    );
  });
});

describe('captions', () => {
  const captions = (text: string, language = 'en') => {
    const said = readingTimes(text, language, 1);
    const { timeline } = layOutTimeline({
      scenes: [{ sceneId: 's1', narration: said, share: 1 }],
      language,
      durationSec: said.durationSec + 3,
      fps: FPS,
      voiced: true,
      notice: '',
    });
    return captionsOf(timeline).map((caption) =>
      joinWords(
        caption.words.map((timed) => timed.text),
        language,
      ),
    );
  };

  it('break where a reader would', () => {
    expect(captions('A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!')).toEqual([
      'A cosy bakery in Lisbon opens',
      'at 7 with fresh bread.',
      'Come by this Saturday!',
    ]);
    expect(
      captions(
        'Our new app finds the fastest way home, even when it rains. In 2026, 40 % of people paid $5.',
      ),
    ).toEqual([
      'Our new app finds',
      'the fastest way home,',
      'even when it rains.',
      'In 2026, 40 %',
      'of people paid $5.',
    ]);
  });

  it('keep to the limits and leave no word alone in ordinary prose', () => {
    const prose = fc
      .array(fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 2, maxLength: 16 }), {
        minLength: 1,
        maxLength: 5,
      })
      .map((sentences) => sentences.map((words) => `${words.join(' ')}.`).join(' '));
    fc.assert(
      fc.property(prose, (text) => {
        for (const line of captions(text)) {
          expect(line.length).toBeLessThanOrEqual(42);
          expect(line.split(' ').length).toBeLessThanOrEqual(7);
          expect(line).toMatch(/ /);
        }
        expect(captions(text).join(' ')).toBe(text);
      }),
    );
  });

  it.each([
    ['ja', 'リスボンの小さなパン屋が、朝7時に開店します。「焼きたて」のパンをどうぞ。 2026年 東京でも！'],
    ['zh', '里斯本的一家温馨面包店早上七点开门，供应新鲜面包。使用 Google Cloud 平台（免费）。'],
    ['th', 'ร้านเบเกอรี่เล็กๆ ในลิสบอนเปิดเวลา 7 โมงเช้า'],
    ['de', 'Eine gemütliche Bäckerei in Lissabon öffnet um 7 Uhr.'],
  ])('can be put together again in %s', (language, text) => {
    expect(joinWords(splitWords(text, language), language)).toBe(text);
    expect(joinWords(captions(text, language), language)).toBe(text);
  });

  it('are short in Japanese', () => {
    const lines = captions('リスボンの小さなパン屋が、朝7時に開店します。焼きたてのパンをどうぞ。', 'ja');
    expect(lines).toEqual(['リスボンの小さなパン屋が、', '朝7時に開店します。', '焼きたてのパンをどうぞ。']);
  });
});

describe('readingTimes', () => {
  it('reads about 15 characters a second, 8 in Japanese', () => {
    expect(readingTimes('a'.repeat(14) + ' ' + 'b'.repeat(14), 'pt', 1).durationSec).toBeCloseTo(2);
    expect(readingTimes('東京の朝は早いです。', 'ja', 1).durationSec).toBeCloseTo(10 / 8);
    expect(readingTimes('東京の朝は早いです。', 'ja', 1.25).durationSec).toBeCloseTo(1);
  });
});
