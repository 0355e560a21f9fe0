import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { VideoFormat } from '../../ports/index.js';
import { yuvConverter } from './yuv420.js';

/** Seconds from one key frame to the next. */
const GOP_SEC = 2;

/** How frames of such a layout of pixels are read. */
export const frameInput = ({ width, height, fps }: VideoFormat, pixels: 'rgba' | 'yuv420p', from: string) => [
  ...['-f', 'rawvideo', '-pixel_format', pixels, '-video_size', `${width}x${height}`],
  ...['-framerate', String(fps), '-i', from],
];

/**
 * Settings that are the same for every clip of a format, so that clips join without re-encoding; one thread and no
 * date or version in the file, so that the same frames give the same bytes.
 */
export function clipOutput({ fps }: VideoFormat, outputPath: string): string[] {
  const gop = String(Math.round(GOP_SEC * fps));
  return [
    ...['-an', '-map_metadata', '-1'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-crf', '20', '-threads', '1'],
    ...['-g', gop, '-keyint_min', gop, '-sc_threshold', '0', '-flags', '+cgop', '-bf', '0'],
    ...['-color_range', 'tv', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
    ...['-video_track_timescale', String(fps * 1000), '-fflags', '+bitexact', '-f', 'mp4', outputPath],
  ];
}

export interface Encoder {
  readonly pid: number | undefined;
  /** A frame as RGBA bytes, which may be overwritten at once. The next one has to wait for this. @throws Error with what ffmpeg said */
  write(rgba: Uint8Array): Promise<void>;
  /** Resolves once the file is complete. @throws Error with what the program said */
  finish(): Promise<void>;
  /** Ends the program at once and resolves when it has ended. */
  kill(): Promise<void>;
}

const KEPT_STDERR = 4000;

const QUIET = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'];

/** Has ffmpeg encode frames into a clip. */
export function startEncoder(program: string, format: VideoFormat, outputPath: string): Encoder {
  const toYuv = yuvConverter(format.width, format.height);
  const args = [...QUIET, ...frameInput(format, 'yuv420p', 'pipe:0'), ...clipOutput(format, outputPath)];
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-KEPT_STDERR);
  });
  const ended = new Promise<Error | undefined>((resolve) => {
    child.once('error', resolve);
    child.once('close', (code, signal) =>
      resolve(code === 0 ? undefined : new Error(`ffmpeg ended with ${code ?? signal}: ${said.trim()}`)),
    );
  });
  // A broken pipe is reported by the write that meets it, or by the end of the program.
  child.stdin.on('error', () => undefined);

  return {
    pid: child.pid,
    write: (rgba) =>
      new Promise((resolve, reject) => {
        child.stdin.write(toYuv(rgba), (error) => {
          if (!error) resolve();
          else void ended.then((reason) => reject(reason ?? error));
        });
      }),
    finish: async () => {
      child.stdin.end();
      const reason = await ended;
      if (reason) throw reason;
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}
