import fc from 'fast-check';
import { admitPreview, beginningOf, PREVIEW_SEC } from './preview.js';
import type { Timeline } from './timeline.js';

const FPS = 30;
const LISBON = '0193a1c2-7d10-7b3e-9f21-5c6d7e8f9a0b';

/** Scenes of so many frames, each with a word a second for its caption. */
function timelineOf(lengths: number[]): Timeline {
  let startFrame = 0;
  const scenes = lengths.map((frames, index) => {
    const startSec = startFrame / FPS;
    const words = Array.from({ length: Math.max(1, Math.floor(frames / FPS)) }, (_, second) => ({
      text: 'word',
      startSec: startSec + second,
      endSec: startSec + Math.min(second + 1, frames / FPS),
    }));
    const caption = { startSec, endSec: startSec + frames / FPS, words };
    startFrame += frames;
    return {
      sceneId: `s${index + 1}`,
      startSec,
      startFrame: startFrame - frames,
      frames,
      captions: [caption],
    };
  });
  return {
    fps: FPS,
    totalFrames: startFrame,
    durationSec: startFrame / FPS,
    scenes,
    voiced: true,
    notice: '',
  };
}

describe('the beginning of a film', () => {
  it('ends in the middle of a scene, whose captions end with it', () => {
    const { scenes, totalFrames, durationSec } = beginningOf(timelineOf([180, 240, 90]), PREVIEW_SEC);
    expect({ totalFrames, durationSec }).toEqual({ totalFrames: 300, durationSec: 10 });
    expect(scenes.map(({ sceneId, frames }) => [sceneId, frames])).toEqual([
      ['s1', 180],
      ['s2', 120],
    ]);
    expect(scenes[1]?.captions[0]).toMatchObject({ startSec: 6, endSec: 10 });
    expect(scenes[1]?.captions[0]?.words).toHaveLength(4);
  });

  it('does without the last blink of a scene', () => {
    expect(beginningOf(timelineOf([280, 120]), PREVIEW_SEC)).toMatchObject({ totalFrames: 280 });
    expect(beginningOf(timelineOf([60, 20]), PREVIEW_SEC)).toMatchObject({ totalFrames: 80 });
  });

  it('is a timeline without gaps, never longer than asked, of any film', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 30 }), (lengths) => {
        const { scenes, totalFrames } = beginningOf(timelineOf(lengths), PREVIEW_SEC);
        expect(totalFrames).toBeLessThanOrEqual(PREVIEW_SEC * FPS);
        expect(scenes.length).toBeGreaterThan(0);
        let at = 0;
        for (const { startFrame, frames, captions } of scenes) {
          expect(startFrame).toBe(at);
          expect(frames).toBeGreaterThan(0);
          at += frames;
          for (const { endSec, words } of captions) {
            expect(Math.max(endSec, ...words.map((word) => word.endSec))).toBeLessThanOrEqual(
              at / FPS + 1e-9,
            );
          }
        }
        expect(at).toBe(totalFrames);
      }),
      { seed: 20_261_121 },
    );
  });
});

describe('the input of a preview', () => {
  const input = {
    of: { jobId: LISBON, version: 2 },
    brief: 'A cosy bakery in Lisbon opens at 7.',
    durationSec: 15,
    aspect: '4:5',
    preset: 'brand_campaign',
    seed: 7,
    plan: {},
    visuals: {},
  };

  it('names what is wrong with the manifest in it', () => {
    expect(() => admitPreview({ ...input, aspect: '3:2' })).toThrow('input.aspect');
    expect(() => admitPreview(input)).toThrow('input.plan.script');
  });
});
