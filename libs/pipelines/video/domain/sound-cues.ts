import type { SoundCue } from '#libs/providers/ports';
import type { SceneTiming, Timeline } from './timeline.js';
import type { SceneVisual, VisualPlan } from './visuals.js';

/** When, after a scene's start, its picture, its figure and its closing line are there; the renderer draws to the same times. */
export const ENTRANCE_SEC = { icon: 0.35, figure: 0.5, closing: 0.45 };

/** Effects stay under the voice and the music: they are felt rather than listened to. */
const GAIN = { whoosh: 0.26, pop: 0.2, chime: 0.24 };
/** A scene shorter than this has no room for more than its beginning. */
const SHORT_SCENE_SEC = 1.2;

/** What is to be heard and when: a whoosh into each scene, a pop as a picture or a figure comes in, a chime at the close. */
export function soundCues(timeline: Timeline, visuals: VisualPlan): SoundCue[] {
  const byScene = new Map(visuals.scenes.map((visual) => [visual.sceneId, visual]));
  return timeline.scenes.flatMap((scene, index) => [
    ...(index === 0 ? [] : [{ kind: 'whoosh' as const, atSec: scene.startSec, gain: GAIN.whoosh }]),
    ...entrances(scene, byScene.get(scene.sceneId), timeline.fps),
  ]);
}

function entrances(
  { startSec, frames }: SceneTiming,
  visual: SceneVisual | undefined,
  fps: number,
): SoundCue[] {
  if (visual === undefined || frames / fps < SHORT_SCENE_SEC) return [];
  const { graphics } = visual;
  if (graphics.position === 'last')
    return [{ kind: 'chime', atSec: startSec + ENTRANCE_SEC.closing, gain: GAIN.chime }];
  if (graphics.layout === 'number')
    return [{ kind: 'pop', atSec: startSec + ENTRANCE_SEC.figure, gain: GAIN.pop }];
  if (graphics.icons.length > 0)
    return [{ kind: 'pop', atSec: startSec + ENTRANCE_SEC.icon, gain: GAIN.pop }];
  return [];
}
