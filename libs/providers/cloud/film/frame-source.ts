import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { VideoFormat } from '../../ports/index.js';

const KEPT_STDERR = 2_000;

export interface FrameSource {
  readonly pid: number | undefined;
  /** RGBA frames, row by row; each lies in the same memory as the one before. @throws Error where there is none */
  frames(): AsyncGenerator<Uint8Array<ArrayBuffer>>;
  /** Ends the program at once and resolves when it has ended. */
  kill(): Promise<void>;
}

/**
 * A clip as frames of a format: at its rate, scaled until it covers it and cropped at the middle.
 * @param slow 1.2 makes it last a fifth longer
 */
export function openClip(
  program: string,
  path: string,
  { width, height, fps }: VideoFormat,
  { frames, slow }: { frames: number; slow: number },
): FrameSource {
  const filters = [
    `setpts=(PTS-STARTPTS)*${slow.toFixed(6)}`,
    `fps=${fps}`,
    // Films of this size are in the colours of HD video, whether their file says so or not.
    `scale=${width}:${height}:force_original_aspect_ratio=increase:flags=bicubic:in_color_matrix=bt709`,
    `crop=${width}:${height}`,
  ];
  const child = spawn(
    program,
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-i', path, '-map', '0:v:0', '-an'],
      ...['-vf', filters.join(','), '-frames:v', String(frames)],
      ...['-pix_fmt', 'rgba', '-f', 'rawvideo', 'pipe:1'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-KEPT_STDERR);
  });
  // Seen by whoever reads: its output ends without a frame.
  child.on('error', (error) => (said = error.message));

  return {
    pid: child.pid,
    async *frames() {
      const frame = new Uint8Array(width * height * 4);
      let [filled, whole] = [0, 0];
      for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
        for (let at = 0; at < chunk.length;) {
          const part = chunk.subarray(at, at + frame.length - filled);
          frame.set(part, filled);
          at += part.length;
          filled += part.length;
          if (filled < frame.length) continue;
          filled = 0;
          whole++;
          yield frame;
        }
      }
      if (whole === 0) throw new Error(`the clip has no frames: ${said.trim().replaceAll(path, 'the file')}`);
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}
