import { ffmpeg, MediaError, type MediaRunOptions } from './ffmpeg.js';
import { samplesFile, sampleTimes, samplingFilter, type Sampling } from './frames.js';
import { EBU_R128, parseLoudness, type Loudness } from './loudness.js';

export interface Stretch {
  startSec: number;
  endSec: number;
}

/** What one decoding pass over a whole film finds. */
export interface Inspection {
  /** Frames that could be decoded. */
  frames: number;
  /** What the decoders complained of, in order; empty for a sound file. */
  errors: string[];
  black: Stretch[];
  frozen: Stretch[];
  silent: Stretch[];
  loudness: Loudness | null;
  /** When the frames that were kept are shown, in seconds. */
  sampledAtSec: number[];
}

/** What counts as a defect: the shortest stretch in seconds, and how dark, still or quiet it has to be. */
export interface InspectionLimits {
  black: { minSec: number; pixelThreshold: number };
  frozen: { minSec: number; noiseDb: number };
  silent: { minSec: number; noiseDb: number };
}

/** Frames to keep while the film is decoded, as `framesOf` reads them. */
export interface KeptSamples extends Sampling {
  path: string;
}

/**
 * Decodes the whole file once, and looks for everything meanwhile; what needs a closer look finds its frames in `kept`. A decoder's failure is a finding, not an exception.
 * The smoothing of blocks is left out: it takes a sixth of the time and can neither fail nor hide a defect.
 */
export async function inspectFilm(
  path: string,
  { hasAudio, durationSec }: { durationSec: number; hasAudio: boolean },
  limits: InspectionLimits,
  options: MediaRunOptions & { kept?: KeptSamples } = {},
): Promise<Inspection> {
  const { kept } = options;
  const outputs = [
    ...['-map', '[v]', ...(hasAudio ? ['-map', '[a]'] : []), '-f', 'null', '-'],
    ...(kept ? ['-map', '[s]', ...samplesFile(kept.path)] : []),
  ];
  const log = await ffmpeg(
    [
      ...['-v', 'level+info', '-stats', '-skip_loop_filter', 'all', '-i', path],
      ...['-filter_complex', graphOf(limits, hasAudio, kept), ...outputs],
    ],
    options,
  ).then(
    ({ stderr }) => stderr,
    (error: unknown) => {
      if (error instanceof MediaError && error.exitCode !== undefined)
        return `${error.stderr}\n[error] ${error.message}`;
      throw error;
    },
  );
  return {
    frames: Number([...log.matchAll(/frame= *(\d+)/g)].at(-1)?.[1] ?? 0),
    errors: log
      .split(/[\r\n]+/)
      .filter((line) => /\[(error|fatal|panic)\]/.test(line))
      .map((line) => line.replaceAll(path, 'the file')),
    black: stretches(log, /black_start:([\d.]+)/g, /black_end:([\d.]+)/g, durationSec),
    frozen: stretches(log, /freeze_start: ([\d.]+)/g, /freeze_end: ([\d.]+)/g, durationSec),
    silent: stretches(log, /silence_start: (-?[\d.]+)/g, /silence_end: ([\d.]+)/g, durationSec),
    loudness: parseLoudness(log),
    sampledAtSec: sampleTimes(log),
  };
}

function graphOf({ black, frozen, silent }: InspectionLimits, hasAudio: boolean, kept?: Sampling): string {
  const detectors = `blackdetect=d=${black.minSec}:pix_th=${black.pixelThreshold},freezedetect=n=${frozen.noiseDb}dB:d=${frozen.minSec}`;
  return [
    kept ? `[0:v:0]split[w][k];[w]${detectors}[v];[k]${samplingFilter(kept)}[s]` : `[0:v:0]${detectors}[v]`,
    ...(hasAudio ? [`[0:a:0]${EBU_R128},silencedetect=n=${silent.noiseDb}dB:d=${silent.minSec}[a]`] : []),
  ].join(';');
}

/** A stretch without an end lasts to the end of the film: the detectors say nothing more there. */
function stretches(log: string, starts: RegExp, ends: RegExp, durationSec: number): Stretch[] {
  const endTimes = [...log.matchAll(ends)].map((match) => Number(match[1]));
  return [...log.matchAll(starts)].map((match, index) => ({
    startSec: Math.max(0, Number(match[1])),
    endSec: endTimes[index] ?? durationSec,
  }));
}
