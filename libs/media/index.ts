export { ffmpeg, MediaError, programPath, runMedia } from './ffmpeg.js';
export type { MediaRunOptions } from './ffmpeg.js';
export { encodeWav } from './wav.js';
