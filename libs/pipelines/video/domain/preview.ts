import { z } from 'zod';
import { parseFields, type JsonObject } from '#libs/kernel';
import { ASPECTS, PRESET_NAMES } from './brief.js';
import { PREVIEW_SHORT_SIDE, sizeOf } from './format.js';
import type { SceneTiming, TimedCaption, Timeline } from './timeline.js';
import { checkVideoManifest } from './video-manifest.js';

export const PREVIEW_SEC = 10;
/** A scene of which less than this is left is of no use. */
const LEAST_SEC = 1;

const PreviewSchema = z.strictObject({
  /** Whose manifest it shows, and which version of it. */
  of: z.strictObject({ jobId: z.uuid(), version: z.int().min(1) }),
  brief: z.string().min(1).max(10_000),
  durationSec: z.number().positive().max(180),
  aspect: z.enum(ASPECTS),
  preset: z.enum(PRESET_NAMES),
  seed: z.int().min(0).max(2_147_483_647),
  plan: z.unknown(),
  visuals: z.unknown(),
});

/**
 * The input of a preview as it is stored: with its small format, and with nobody to buy from.
 * @throws ValidationError naming every wrong field below `input`
 */
export function admitPreview(input: unknown): JsonObject {
  const { plan, visuals, ...preview } = parseFields(PreviewSchema, input, 'input');
  return {
    ...preview,
    ...(checkVideoManifest({ plan, visuals }, 'input') as unknown as JsonObject),
    format: { ...sizeOf(preview.aspect, PREVIEW_SHORT_SIDE) },
    fileName: 'preview.mp4',
    providers: [],
    costs: { lines: [] },
  };
}

/** The beginning of a film: whole frames, at most `seconds`, and no captions that nobody speaks any more. */
export function beginningOf(timeline: Timeline, seconds: number): Timeline {
  const { fps } = timeline;
  const end = Math.min(timeline.totalFrames, Math.floor(seconds * fps));
  const worth = (scene: SceneTiming, index: number) =>
    index === 0 || Math.min(scene.frames, end - scene.startFrame) >= Math.min(scene.frames, LEAST_SEC * fps);
  const scenes = timeline.scenes
    .filter(({ startFrame }) => startFrame < end)
    .filter(worth)
    .map((scene): SceneTiming => {
      const frames = Math.min(scene.frames, end - scene.startFrame);
      const endSec = (scene.startFrame + frames) / fps;
      const captions = scene.captions.flatMap((caption) => captionUntil(caption, endSec));
      return { ...scene, frames, captions };
    });
  const totalFrames = scenes.reduce((sum, { frames }) => sum + frames, 0);
  return { ...timeline, scenes, totalFrames, durationSec: totalFrames / fps };
}

function captionUntil(caption: TimedCaption, endSec: number): TimedCaption[] {
  const words = caption.words.filter(({ startSec }) => startSec < endSec);
  if (words.length === 0) return [];
  const until = <T extends { endSec: number }>(timed: T): T => ({
    ...timed,
    endSec: Math.min(timed.endSec, endSec),
  });
  return [{ ...until(caption), words: words.map(until) }];
}
