import { runMedia, type MediaRunOptions } from './ffmpeg.js';

export interface VideoStream {
  codec: string;
  width: number;
  height: number;
  fps: number;
  durationSec: number;
}

export interface AudioStream {
  codec: string;
  sampleRate: number;
  channels: number;
  durationSec: number;
}

/** What a media file says of itself: its first stream of each kind. */
export interface MediaInfo {
  durationSec: number;
  video: VideoStream | null;
  audio: AudioStream | null;
}

interface ProbedStream {
  codec_type?: string;
  codec_name?: string;
  width?: number;
  height?: number;
  avg_frame_rate?: string;
  duration?: string;
  sample_rate?: string;
  channels?: number;
}

/** Reads a file's headers. @throws MediaError if it is no media file. */
export async function probe(path: string, options?: MediaRunOptions): Promise<MediaInfo> {
  const { stdout } = await runMedia(
    'ffprobe',
    ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', path],
    options,
  );
  const { streams = [], format = {} } = JSON.parse(stdout) as {
    streams?: ProbedStream[];
    format?: { duration?: string };
  };
  const durationSec = number(format.duration);
  const video = streams.find((stream) => stream.codec_type === 'video');
  const audio = streams.find((stream) => stream.codec_type === 'audio');
  return {
    durationSec,
    video: video
      ? {
          codec: video.codec_name ?? 'unknown',
          width: video.width ?? 0,
          height: video.height ?? 0,
          fps: ratio(video.avg_frame_rate),
          durationSec: number(video.duration, durationSec),
        }
      : null,
    audio: audio
      ? {
          codec: audio.codec_name ?? 'unknown',
          sampleRate: number(audio.sample_rate),
          channels: audio.channels ?? 0,
          durationSec: number(audio.duration, durationSec),
        }
      : null,
  };
}

/** Times of the video's key frames, in order. @throws MediaError */
export async function keyFrameTimes(path: string, options?: MediaRunOptions): Promise<number[]> {
  const { stdout } = await runMedia(
    'ffprobe',
    [
      '-v',
      'error',
      '-select_streams',
      'v:0',
      '-show_entries',
      'packet=pts_time,flags',
      '-of',
      'csv=p=0',
      path,
    ],
    options,
  );
  return stdout
    .split('\n')
    .map((line) => line.split(','))
    .filter(([, flags]) => flags?.startsWith('K'))
    .map(([time]) => Number(time))
    .sort((a, b) => a - b);
}

const number = (text: string | undefined, otherwise = 0): number => {
  const value = Number(text);
  return text !== undefined && Number.isFinite(value) ? value : otherwise;
};

const ratio = (text = '0/1'): number => {
  const [over, under] = text.split('/').map(Number);
  return under ? (over ?? 0) / under : 0;
};
