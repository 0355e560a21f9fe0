import { buffersOf, runInThread } from './threads/index.js';
import type { Samples } from './wav.js';
import type { WavTask } from './wav.worker.js';

/** A minute of sound has millions of samples: what looks at each of them keeps no event loop waiting. */
const WORKER = new URL('./wav.worker.js', import.meta.url);

/** As `encodeWav`. The samples are gone afterwards: their memory is the thread's. */
export const toWav = (samples: Samples, signal: AbortSignal): Promise<Uint8Array> =>
  runInThread<WavTask, Uint8Array>(WORKER, { encode: samples }, signal, buffersOf(samples.channels));

/** As `activeLevelDb`, of a file. @throws RangeError */
export const wavLevelDb = (path: string, signal: AbortSignal): Promise<number> =>
  runInThread<WavTask, number>(WORKER, { levelOf: path }, signal);
