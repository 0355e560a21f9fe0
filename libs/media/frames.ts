import { ffmpegBytes, type MediaRunOptions } from './ffmpeg.js';

/** A picture as packed 8-bit RGB, row by row. */
export interface RgbFrame {
  atSec: number;
  width: number;
  height: number;
  data: Uint8Array;
}

/**
 * A frame about every `everySec`, scaled to the given size, from one decoding pass. To be quick, frames that no other frame
 * depends on are not decoded, and blocks are not smoothed: at a small size neither shows. @throws MediaError
 */
export async function sampleFrames(
  path: string,
  { everySec, width, height }: { everySec: number; width: number; height: number },
  options?: MediaRunOptions,
): Promise<RgbFrame[]> {
  const filters = [
    `select='isnan(prev_selected_t)+gt(floor(t/${everySec}),floor(prev_selected_t/${everySec}))'`,
    `scale=${width}:${height}:flags=area`,
    'showinfo',
    // One frame a second by the output's clock, so that none is dropped or doubled to keep a rate.
    'setpts=N/TB',
  ];
  const { stdout, stderr } = await ffmpegBytes(
    [
      ...['-skip_frame', 'noref', '-skip_loop_filter', 'all', '-i', path, '-an', '-vf', filters.join(',')],
      ...['-r', '1', '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'],
    ],
    options,
  );
  const times = [...stderr.matchAll(/showinfo.* pts_time:([\d.]+)/g)].map((line) => Number(line[1]));
  const frameBytes = width * height * 3;
  return times.slice(0, Math.floor(stdout.length / frameBytes)).map((atSec, index) => ({
    atSec,
    width,
    height,
    data: stdout.subarray(index * frameBytes, (index + 1) * frameBytes),
  }));
}
