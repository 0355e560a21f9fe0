import { activeLevelDb, encodeWav, type Samples } from './wav.js';

export type WavTask = { encode: Samples } | { levelOf: string };

export const work = (task: WavTask): number | Uint8Array =>
  'encode' in task ? encodeWav(task.encode) : activeLevelDb(task.levelOf);
