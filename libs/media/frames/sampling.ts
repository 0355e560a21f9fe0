import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat, truncate } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

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

const append = (from: string, to: string): Promise<void> =>
  pipeline(createReadStream(from, { highWaterMark: 1 << 20 }), createWriteStream(to, { flags: 'a' }));

/**
 * Puts the samples of the parts of a film into one file. A frame that is not whole is left out, so that those after it are found.
 * @returns when they are shown
 */
export async function keepSamples(
  { path, width, height }: Sampling & { path: string },
  parts: readonly { samples: { path: string; atSec: readonly number[] } }[],
): Promise<number[]> {
  const kept: number[] = [];
  const size = width * height * 3;
  await rm(path, { force: true });
  for (const { samples } of parts) {
    const bytes = await stat(samples.path).then(
      (file) => file.size,
      () => 0,
    );
    const whole = Math.min(samples.atSec.length, Math.floor(bytes / size));
    if (whole > 0) {
      if (bytes > whole * size) await truncate(samples.path, whole * size);
      if (kept.length === 0) await rename(samples.path, path);
      else await append(samples.path, path);
      kept.push(...samples.atSec.slice(0, whole));
    }
    await rm(samples.path, { force: true });
  }
  return kept;
}
