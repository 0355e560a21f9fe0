import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Milliseconds that ffmpeg takes to encode the film's frames with the settings that its scenes are encoded with, when the frames lie
 * ready as they are drawn, RGBA: one process, as for a scene. The second of two runs, so that the file is in memory.
 */
export async function encodeFloor(video, dir) {
  const { programPath } = await import('../../dist/libs/media/index.js');
  const { clipOutput, frameInput } = await import('../../dist/libs/providers/local/video/encoder.js');
  const ffmpeg = programPath('ffmpeg');
  const raw = join(dir, 'frames.rgba');
  const format = await formatOf(video, programPath('ffprobe'));
  await run(ffmpeg, ['-v', 'error', '-y', '-i', video, '-an', '-pix_fmt', 'rgba', '-f', 'rawvideo', raw]);
  const toYuv = ['-vf', 'scale=out_color_matrix=bt709:out_range=tv:flags=neighbor,format=yuv420p'];
  const output = clipOutput(format, join(dir, 'floor.mp4'));
  const args = ['-v', 'error', '-y', ...frameInput(format, 'rgba', raw), ...toYuv, ...output];
  await run(ffmpeg, args);
  const began = performance.now();
  await run(ffmpeg, args);
  const ms = performance.now() - began;
  await rm(raw);
  return ms;
}

async function formatOf(video, ffprobe) {
  const fields = 'stream=width,height,r_frame_rate';
  const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', fields, '-of', 'json', video];
  const [{ width, height, r_frame_rate: rate }] = JSON.parse((await run(ffprobe, args)).stdout).streams;
  return { width, height, fps: Number(rate.split('/')[0]) / Number(rate.split('/')[1]) };
}
