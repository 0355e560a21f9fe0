import { readFile } from 'node:fs/promises';
import { answerInThread } from './threads/index.js';
import { activeLevelDb, encodeWav, type Samples } from './wav.js';

export type WavTask = { encode: Samples } | { levelOf: string };

answerInThread(async (task: WavTask): Promise<number | Uint8Array> =>
  'encode' in task ? encodeWav(task.encode) : activeLevelDb(await readFile(task.levelOf)),
);
