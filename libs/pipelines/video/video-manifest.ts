import type { JsonObject } from '#libs/kernel';
import type { ManifestDefinition, ManifestPlace } from '#libs/orchestration';
import { checkVideoManifest } from './domain/video-manifest.js';
import { PREVIEW_PIPELINE } from './preview.pipeline.js';

/** @param tracks where each track's plan and visuals stand, and which stage waits for a person's yes to them */
export const videoManifest = (
  tracks: Record<string, { gate: string; plan: string; visuals: string }>,
): ManifestDefinition => ({
  tracks: Object.fromEntries(
    Object.entries(tracks).map(([track, { gate, plan, visuals }]): [string, ManifestPlace] => [
      track,
      { gate, sections: { plan, visuals } },
    ]),
  ),
  check: (manifest) => checkVideoManifest(manifest) as unknown as JsonObject,
  preview: {
    pipeline: PREVIEW_PIPELINE,
    input: ({ jobId, version, seed, input: { brief, durationSec, aspect, preset }, manifest }) => ({
      of: { jobId, version },
      brief,
      durationSec,
      aspect,
      preset,
      seed,
      ...manifest,
    }),
  },
});
