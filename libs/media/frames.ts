/** A picture as packed 8-bit RGB, row by row. */
export interface RgbFrame {
  atSec: number;
  width: number;
  height: number;
  data: Uint8Array;
}

/** Which frames of a film are kept, and how large: one about every `everySec`. */
export interface Sampling {
  everySec: number;
  width: number;
  height: number;
}

/** Takes the samples out of the stream of a filter graph and brings them to their size. */
export const samplingFilter = ({ everySec, width, height }: Sampling): string =>
  [
    `select='isnan(prev_selected_t)+gt(floor(t/${everySec}),floor(prev_selected_t/${everySec}))'`,
    `scale=${width}:${height}:flags=area`,
    'showinfo',
    // One frame a second by the output's clock, so that none is dropped or doubled to keep a rate.
    'setpts=N/TB',
  ].join(',');

/** Writes what `samplingFilter` let through. */
export const samplesFile = (path: string): string[] => [
  ...['-r', '1', '-pix_fmt', 'rgb24', '-f', 'rawvideo'],
  path,
];

/** When the samples were shown, in seconds, by what the filter said. */
export const sampleTimes = (log: string): number[] =>
  [...log.matchAll(/showinfo.* pts_time:([\d.]+)/g)].map((line) => Number(line[1]));

/** Cuts the file of samples into its frames; one that is not whole is left out. */
export function framesOf(
  data: Uint8Array,
  { width, height, atSec }: { width: number; height: number; atSec: readonly number[] },
): RgbFrame[] {
  const size = width * height * 3;
  return atSec.slice(0, Math.floor(data.length / size)).map((time, index) => ({
    atSec: time,
    width,
    height,
    data: data.subarray(index * size, (index + 1) * size),
  }));
}
