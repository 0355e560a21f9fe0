import { collectGarbage } from '#libs/media/threads';
import { runFlite } from './flite-program.js';
import { markedText, parseSegments, plainText, type Span } from './word-boundaries.js';
import type { SpokenSentence } from './spoken-text.js';
import { voiceTrack } from './voice-track.js';
import type { WasmProgram } from '../wasm.js';

export interface FliteTask {
  program: WasmProgram;
  sentences: SpokenSentence[];
  rate: number;
}

export interface FliteAnswer {
  samples: Float32Array;
  /** One for each word of the sentences, in order. */
  spans: Span[];
}

export async function work({ program, sentences, rate }: FliteTask): Promise<FliteAnswer> {
  const read = (voice: string, text: string, ...options: string[]) =>
    runFlite(program, ['-psdur', '-voice', voice, ...options, '-f', '-'], text);
  const stretch = (1 / rate).toFixed(4);
  const spoken = await read(
    'slt',
    plainText(sentences),
    '--setf',
    `duration_stretch=${stretch}`,
    '-o',
    '/out',
  );
  // Each run of the program leaves 17 MB and more behind, which no other is going to use.
  collectGarbage();
  const marked = await read('kal', markedText(sentences), '-ssml', '-o', 'none');
  setImmediate(collectGarbage);
  return voiceTrack(
    sentences.map(({ words }, index) => ({
      words,
      samples: spoken.audio[index] ?? new Int16Array(),
      spoken: parseSegments(spoken.lines[index] ?? ''),
      marked: parseSegments(marked.lines[index] ?? ''),
    })),
    rate,
  );
}
