import type { InspectionLimits, Inspection, MediaInfo, Stretch } from '#libs/media';
import type { Evidence } from '../../domain/quality.js';
import { round, type TechnicalCheck } from '../../domain/scoring.js';
import type { Timeline } from '../../domain/timeline.js';

/**
 * Black is meant literally (luma within 3 % of black): a dark but designed background is no defect.
 * Frozen means that not even noise moves for a second.
 */
export const DEFECT_LIMITS: InspectionLimits = {
  black: { minSec: 0.5, pixelThreshold: 0.03 },
  frozen: { minSec: 1, noiseDb: -60 },
  silent: { minSec: 2, noiseDb: -50 },
};

const DURATION_TOLERANCE_SEC = 2;
const LUFS = { target: -14, tolerance: 1 };
const TRUE_PEAK_DBTP = -1;
/** An audio frame of AAC lasts 21 ms at 48 kHz; sound and picture may end that far apart, and a bit. */
const AUDIO_LENGTH_TOLERANCE_SEC = 0.1;

export interface Measured {
  info: MediaInfo;
  inspection: Inspection;
  keyFramesSec: number[];
}

export interface Ordered {
  timeline: Timeline;
  format: { width: number; height: number; fps: number };
  durationSec: number;
}

type TechnicalEvidence = Evidence & { check: TechnicalCheck };

/** Holds what was measured on a film against what was ordered; every check leaves at least one line of evidence. */
export function technicalChecks(measured: Measured, ordered: Ordered): TechnicalEvidence[] {
  const { timeline } = ordered;
  const { inspection } = measured;
  const { black, frozen, silent } = DEFECT_LIMITS;
  return [
    ...integrity(measured, timeline),
    ...form(measured, ordered),
    ...sound(measured, timeline),
    ...stretches('black', inspection.black, `no black picture of ${black.minSec} s or more`, timeline),
    ...stretches('frozen', inspection.frozen, `no still picture of ${frozen.minSec} s or more`, timeline),
    ...(measured.info.audio
      ? stretches(
          'silent',
          inspection.silent,
          `no silence (${silent.noiseDb} dB) of ${silent.minSec} s or more`,
          timeline,
        )
      : []),
    clipCount(measured, timeline),
  ];
}

function integrity({ inspection, info }: Measured, timeline: Timeline): TechnicalEvidence[] {
  const { frames, errors } = inspection;
  const passed = errors.length === 0 && frames === timeline.totalFrames;
  // Decoders do not say where they stumbled; a file that ends early shows it in its frames.
  const brokenAt = frames < timeline.totalFrames ? frames / timeline.fps : undefined;
  const first = errors[0] === undefined ? '' : ` (${errors[0].replace(/^.*\[(error|fatal|panic)\] /, '')})`;
  return [
    {
      check: 'file_integrity',
      passed,
      measured: `${frames} of ${timeline.totalFrames} frames, ${errors.length} decoding errors${first}`,
      threshold: 'every frame decodes without an error',
      ...(passed || brokenAt === undefined ? {} : place(timeline, Math.min(brokenAt, info.durationSec))),
    },
  ];
}

function form({ info }: Measured, { format, durationSec }: Ordered): TechnicalEvidence[] {
  const video = info.video;
  const size = `${video?.width ?? 0}x${video?.height ?? 0}`;
  const codecs = `${video?.codec ?? 'no video'}, ${info.audio?.codec ?? 'no audio'}`;
  return [
    {
      check: 'codec',
      passed: video?.codec === 'h264' && (info.audio === null || info.audio.codec === 'aac'),
      measured: codecs,
      threshold: 'h264, aac',
    },
    {
      check: 'resolution',
      passed: video?.width === format.width && video.height === format.height,
      measured: size,
      threshold: `${format.width}x${format.height}`,
    },
    {
      check: 'fps',
      passed: Math.abs((video?.fps ?? 0) - format.fps) < 0.01,
      measured: round(video?.fps ?? 0),
      threshold: String(format.fps),
    },
    {
      check: 'duration',
      passed: Math.abs(info.durationSec - durationSec) <= DURATION_TOLERANCE_SEC,
      measured: round(info.durationSec),
      threshold: `${durationSec} s, give or take ${DURATION_TOLERANCE_SEC} s`,
    },
  ];
}

function sound({ info, inspection }: Measured, timeline: Timeline): TechnicalEvidence[] {
  const present: TechnicalEvidence = {
    check: 'audio_present',
    passed: info.audio !== null,
    measured:
      info.audio === null
        ? 'no audio stream'
        : `${info.audio.channels} channels at ${info.audio.sampleRate} Hz`,
    threshold: 'an audio stream',
    ...(info.audio === null && place(timeline, 0)),
  };
  if (info.audio === null) return [present];
  const lengths = [info.audio.durationSec, info.video?.durationSec ?? 0] as const;
  const apart = lengths[0] - lengths[1];
  const lufs = inspection.loudness?.integratedLufs ?? -70;
  const peak = inspection.loudness?.truePeakDbtp ?? -99;
  const sameLength = Math.abs(apart) <= AUDIO_LENGTH_TOLERANCE_SEC;
  return [
    present,
    {
      check: 'audio_length',
      passed: sameLength,
      measured: round(apart),
      threshold: `within ${AUDIO_LENGTH_TOLERANCE_SEC} s of the picture`,
      ...(sameLength ? {} : place(timeline, Math.min(...lengths))),
    },
    {
      check: 'loudness',
      passed: Math.abs(lufs - LUFS.target) <= LUFS.tolerance,
      measured: lufs,
      threshold: `${LUFS.target} LUFS, give or take ${LUFS.tolerance} LU`,
    },
    {
      check: 'true_peak',
      passed: peak <= TRUE_PEAK_DBTP,
      measured: peak,
      threshold: `at most ${TRUE_PEAK_DBTP} dBTP`,
    },
  ];
}

/** One line a defect, or one that says that there is none. `measured` is its length in seconds. */
function stretches(
  check: 'black' | 'frozen' | 'silent',
  found: Stretch[],
  threshold: string,
  timeline: Timeline,
): TechnicalEvidence[] {
  if (found.length === 0) return [{ check, passed: true, measured: 0, threshold }];
  return found.map(({ startSec, endSec }) => ({
    check,
    passed: false,
    measured: round(endSec - startSec),
    threshold,
    ...place(timeline, startSec),
  }));
}

/** Every clip begins with a key frame, so a scene's first frame that is none means that its clip is not there. */
function clipCount({ keyFramesSec }: Measured, timeline: Timeline): TechnicalEvidence {
  const half = 0.5 / timeline.fps;
  const missing = timeline.scenes.filter(
    ({ startFrame }) => !keyFramesSec.some((time) => Math.abs(time - startFrame / timeline.fps) < half),
  );
  const first = missing[0];
  return {
    check: 'clip_count',
    passed: first === undefined,
    measured: timeline.scenes.length - missing.length,
    threshold: `${timeline.scenes.length} clips that start where the timeline says`,
    ...(first && { scene: first.sceneId, atSec: first.startSec }),
  };
}

/** Time and scene of a moment in the film. */
export function place(timeline: Timeline, atSec: number): { scene?: string; atSec: number } {
  const scene = timeline.scenes.findLast(({ startSec }) => startSec <= atSec + 1e-6);
  return { ...(scene && { scene: scene.sceneId }), atSec: round(atSec) };
}
