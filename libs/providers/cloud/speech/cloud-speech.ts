import { hashJson } from '#libs/kernel';
import { decodeWav, ffmpegBytes, type Samples } from '#libs/media';
import type { PaidOperation, Performed } from '#libs/orchestration';
import type { BlobStore } from '#libs/storage';
import { SpeechProvider, type SpeechRequest, type SpeechResult } from '../../ports/index.js';
import type { CloudOperation } from '../cloud-operation.js';
import { reasonToFallBack } from '../film/falls-back.js';
import type { SpeechDelivery, SpeechOrder } from '../requests.js';
import type { Purchases } from '../shared-purchases.js';

export type VoiceSource = CloudOperation<SpeechOrder, SpeechDelivery>;

/**
 * The voice of one stage by providers in the cloud. A text is bought once, at its natural rate; hurried here, for nothing. Where all
 * of them refuse, or none may be paid, this machine speaks and says so.
 */
export class CloudSpeech extends SpeechProvider {
  override readonly name = 'cloud-speech';

  /** @param sources asked in this order */
  constructor(
    private readonly purchases: Purchases,
    private readonly sources: readonly VoiceSource[],
    private readonly local: SpeechProvider,
    private readonly blobs: BlobStore,
  ) {
    super();
  }

  override supports(language: string): boolean {
    return this.speakers(language).length > 0 || this.local.supports(language);
  }

  /** @throws AppError `effect.ambiguous` where a recording may have been paid for and can't be found */
  override async speak(request: SpeechRequest): Promise<SpeechResult> {
    const bought = await this.buy(request);
    if (typeof bought === 'string') return { ...(await this.local.speak(request)), downgraded: bought };
    const { audio, words, model, usage } = bought.result;
    const { rate, signal } = request;
    return {
      audio: await recording(await this.blobs.localPath(audio), rate, signal),
      words: words.map(({ text, startSec, endSec }) => ({
        text,
        startSec: startSec / rate,
        endSec: endSec / rate,
      })),
      usage,
      by: `${bought.provider}/${model}`,
      downgraded: null,
    };
  }

  private speakers(language: string): VoiceSource[] {
    return this.sources.filter(
      ({ configured, capabilities: { languages } }) =>
        configured && (languages.length === 0 || languages.includes(language)),
    );
  }

  /** @returns a sentence instead, where there is nothing to be bought */
  private async buy({ text, language, seed }: SpeechRequest): Promise<Performed<SpeechDelivery> | string> {
    const [first, ...others] = this.speakers(language);
    if (first === undefined) return `No provider is set up that speaks ${language}`;
    const order: SpeechOrder = { text, language, rate: 1, seed };
    // The same text is the same purchase, in whatever order a stage has its scenes spoken.
    const key = `speech.${hashJson([text, language]).slice(0, 16)}`;
    try {
      const fallbacks = others as unknown as PaidOperation[];
      return await this.purchases.perform(first, order, { key, fallbacks });
    } catch (error) {
      const reason = reasonToFallBack(error);
      if (reason === null || !this.local.supports(language)) throw error;
      return reason;
    }
  }
}

/** A recording, as much faster at the same pitch. */
async function recording(path: string, rate: number, signal: AbortSignal): Promise<Samples> {
  const faster = rate === 1 ? [] : ['-af', `atempo=${rate.toFixed(4)}`];
  const { stdout } = await ffmpegBytes(['-i', path, ...faster, '-f', 'wav', 'pipe:1'], { signal });
  return decodeWav(Buffer.from(stdout));
}
