import { ffmpeg, MediaError, type MediaRunOptions } from './ffmpeg.js';
import { keepSamples, samplesFile, sampleTimes, samplingFilter, type Sampling } from './frames/index.js';
import { EBU_R128_CURVE, loudnessCurve, parseLoudness, type Loudness } from './loudness.js';
import { joinStretches, stretchesIn, type Stretch } from './stretches.js';

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
  /** Momentary loudness (LUFS over 400 ms) every 100 ms; empty without sound. */
  loudnessCurve: number[];
  /** When the frames that were kept are shown, in seconds. */
  sampledAtSec: number[];
}

/** What counts as a defect: the shortest stretch in seconds, and how dark, still or quiet it has to be. */
export interface InspectionLimits {
  black: { minSec: number; pixelThreshold: number };
  frozen: { minSec: number; noiseDb: number };
  silent: { minSec: number; noiseDb: number };
}

/** Frames to keep while the film is decoded, as `SampleFile` reads them. */
export interface KeptSamples extends Sampling {
  path: string;
}

interface Film {
  durationSec: number;
  hasAudio: boolean;
}

/** A film shorter than this is looked at in one go. */
const WORTH_SHARING_SEC = 4;
/** Shorter stretches are nowhere a defect; where the halves meet, two of them may make one. */
const PIECE_SEC = 0.1;

/**
 * Decodes the whole film once, its halves and its sound side by side, and looks for everything meanwhile; what needs a closer look
 * finds its frames in `kept`. A decoder's failure is a finding, not an exception. The smoothing of blocks is left out: it takes a sixth
 * of the time and can neither fail nor hide a defect.
 */
export async function inspectFilm(
  path: string,
  film: Film,
  limits: InspectionLimits,
  { kept, ...options }: MediaRunOptions & { kept?: KeptSamples } = {},
): Promise<Inspection> {
  // What takes longest is started first: each start holds up the next.
  const looks = partsOf(film.durationSec).map((part) => lookAt(path, part, limits, { kept, ...options }));
  const [sound, parts] = await Promise.all([
    film.hasAudio ? logOf(soundArguments(path, limits), options) : '',
    Promise.all(looks),
  ]);
  const sampled = kept ? await keepSamples(kept, parts) : [];
  const within = (name: 'black' | 'frozen') =>
    joinStretches(
      parts.map((part) => part[name]),
      limits[name].minSec,
    );
  return {
    frames: parts.reduce((sum, { frames }) => sum + frames, 0),
    errors: [...parts.flatMap(({ log }) => errorsIn(log, path)), ...errorsIn(sound, path)],
    black: within('black'),
    frozen: within('frozen'),
    silent: stretchesIn(sound, 'silence_', { fromSec: 0, toSec: film.durationSec }),
    loudness: parseLoudness(sound),
    loudnessCurve: loudnessCurve(sound),
    sampledAtSec: sampled,
  };
}

interface Part {
  fromSec: number;
  toSec: number;
  /** It is read to its end, wherever that is: `toSec` is only what the file says of itself. */
  last: boolean;
}

interface SeenPart {
  log: string;
  frames: number;
  black: Stretch[];
  frozen: Stretch[];
  samples: { path: string; atSec: number[] };
}

/** Cut at a whole second, where a frame begins at any rate that films have here. */
function partsOf(durationSec: number): Part[] {
  const middle = Math.floor(durationSec / 2);
  return durationSec < WORTH_SHARING_SEC
    ? [{ fromSec: 0, toSec: durationSec, last: true }]
    : [
        { fromSec: 0, toSec: middle, last: false },
        { fromSec: middle, toSec: durationSec, last: true },
      ];
}

async function lookAt(
  path: string,
  part: Part,
  limits: InspectionLimits,
  { kept, ...options }: MediaRunOptions & { kept?: KeptSamples },
): Promise<SeenPart> {
  const samplesPath = `${kept?.path ?? ''}.${part.fromSec}`;
  const log = await logOf(
    [
      ...[
        '-threads',
        '1',
        '-skip_loop_filter',
        'all',
        ...(part.fromSec > 0 ? ['-ss', String(part.fromSec)] : []),
      ],
      ...(part.last ? [] : ['-t', String(part.toSec - part.fromSec)]),
      ...['-i', path, '-filter_complex', pictureGraph(limits, kept), '-map', '[v]', '-f', 'null', '-'],
      ...(kept ? ['-map', '[s]', ...samplesFile(samplesPath)] : []),
    ],
    options,
  );
  return {
    log,
    frames: Number([...log.matchAll(/frame= *(\d+)/g)].at(-1)?.[1] ?? 0),
    black: stretchesIn(log, 'black_', part),
    frozen: stretchesIn(log, 'freeze_', part),
    samples: { path: samplesPath, atSec: sampleTimes(log).map((time) => time + part.fromSec) },
  };
}

/** Whether a picture is black, every fourth pixel of every fourth row tells as well as all of them, in a tenth of the time. */
const FEWER_PIXELS = 'scale=iw/4:ih/4:flags=neighbor';

function pictureGraph({ black, frozen }: InspectionLimits, kept?: Sampling): string {
  const detectors = [
    `freezedetect=n=${frozen.noiseDb}dB:d=${PIECE_SEC}`,
    FEWER_PIXELS,
    `blackdetect=d=${PIECE_SEC}:pix_th=${black.pixelThreshold}`,
  ].join(',');
  return kept
    ? `[0:v:0]split[w][k];[w]${detectors}[v];[k]${samplingFilter(kept)}[s]`
    : `[0:v:0]${detectors}[v]`;
}

function soundArguments(path: string, { silent }: InspectionLimits): string[] {
  const graph = `${EBU_R128_CURVE},silencedetect=n=${silent.noiseDb}dB:d=${silent.minSec}`;
  return ['-i', path, '-vn', '-map', '0:a:0', '-af', graph, '-f', 'null', '-'];
}

/** What ffmpeg says of its run; that it failed is the last line. */
const logOf = (args: string[], options: MediaRunOptions): Promise<string> =>
  ffmpeg(['-v', 'level+info', '-stats', ...args], options).then(
    ({ stderr }) => stderr,
    (error: unknown) => {
      if (error instanceof MediaError && error.exitCode !== undefined)
        return `${error.stderr}\n[error] ${error.message}`;
      throw error;
    },
  );

const errorsIn = (log: string, path: string): string[] =>
  log
    .split(/[\r\n]+/)
    .filter((line) => /\[(error|fatal|panic)\]/.test(line))
    .map((line) => line.replaceAll(path, 'the file'));
