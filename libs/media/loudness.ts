import { ffmpeg, type MediaRunOptions } from './ffmpeg.js';

/** Loudness of a whole programme after EBU R 128 (ITU-R BS.1770-4). Silence reads as the floor, -70 and -99. */
export interface Loudness {
  integratedLufs: number;
  rangeLu: number;
  /** Relative gate of the integrated measurement. */
  thresholdLufs: number;
  truePeakDbtp: number;
}

/** The filter to put into a chain, and its report: ffmpeg writes it to stderr at the end, at log level info. */
export const EBU_R128 = 'ebur128=peak=true:framelog=verbose';

const SUMMARY =
  /I:\s+(\S+) LUFS\s+Threshold:\s+(\S+) LUFS\s+Loudness range:\s+LRA:\s+(\S+) LU[\s\S]*?True peak:\s+Peak:\s+(\S+) dBFS/g;

/** Reads the report of `EBU_R128`, the last one where a graph was set up more than once; null where there is none. */
export function parseLoudness(stderr: string): Loudness | null {
  const found = [...stderr.matchAll(SUMMARY)].at(-1);
  if (found === undefined) return null;
  const [integratedLufs, thresholdLufs, rangeLu, peak] = found.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
  ];
  return { integratedLufs, thresholdLufs, rangeLu, truePeakDbtp: Number.isFinite(peak) ? peak : -99 };
}

/** Measures the first audio stream of a file. @throws MediaError */
export async function measureLoudness(path: string, options?: MediaRunOptions): Promise<Loudness | null> {
  const { stderr } = await ffmpeg(['-i', path, '-vn', '-af', EBU_R128, '-f', 'null', '-'], options);
  return parseLoudness(stderr);
}

/** `EBU_R128`, which also tells of every moment: `loudnessCurve` reads that. */
export const EBU_R128_CURVE = 'ebur128=peak=true:framelog=info';

/** Momentary loudness (LUFS over 400 ms) every 100 ms from the start, out of what `EBU_R128_CURVE` has logged. */
export const loudnessCurve = (stderr: string): number[] =>
  [...stderr.matchAll(/ t: *\S+ .*?\bM: *(-?[\d.]+|-inf)/g)].map((line) =>
    Math.max(-120, Number(line[1]) || -120),
  );
