import { soundCues } from './sound-cues.js';
import type { Timeline } from './timeline.js';
import type { VisualPlan } from './visuals.js';

const timeline = (...seconds: number[]): Timeline => {
  let startFrame = 0;
  const scenes = seconds.map((sec, index) => {
    const scene = {
      sceneId: `s${index + 1}`,
      startSec: startFrame / 30,
      startFrame,
      frames: sec * 30,
      captions: [],
    };
    startFrame += scene.frames;
    return scene;
  });
  return { fps: 30, totalFrames: startFrame, durationSec: startFrame / 30, scenes, voiced: true, notice: '' };
};

const plan = (...graphics: object[]): VisualPlan =>
  ({
    scenes: graphics.map((graphic, index) => ({
      sceneId: `s${index + 1}`,
      graphics: { layout: 'hero', icons: [], ...graphic },
    })),
  }) as unknown as VisualPlan;

describe('soundCues', () => {
  it('lets each scene be heard coming, pictures and figures pop in, and the end chime', () => {
    const visuals = plan(
      { icons: ['rocket'], position: 'first' },
      { layout: 'number', position: 'middle' },
      { position: 'last' },
    );
    expect(soundCues(timeline(4, 3, 3), visuals).map(({ kind, atSec }) => [kind, atSec])).toEqual([
      ['pop', 0.35],
      ['whoosh', 4],
      ['pop', 4.5],
      ['whoosh', 7],
      ['chime', 7.45],
    ]);
  });

  it('leaves short scenes and scenes without a picture alone', () => {
    expect(
      soundCues(timeline(3, 1), plan({ position: 'first' }, { icons: ['rocket'], position: 'last' })).map(
        ({ kind }) => kind,
      ),
    ).toEqual(['whoosh']);
  });
});
