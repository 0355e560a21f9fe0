import type { Usage } from '#libs/kernel';
import { decodeWav, encodeWav, type Samples } from '#libs/media';
import type { EffectTicket, Submission } from '#libs/orchestration';
import type { WordTiming } from '../../ports/index.js';
import { AnsweredAtOnce, type Sending } from '../answered-at-once.js';
import { unfit } from '../before-sending.js';
import type { SpeechDelivery, SpeechOrder } from '../requests.js';

/** A recording as it came: a WAVE file, and the words' times. */
export interface Recording {
  id: string | null;
  wav: Buffer;
  words(audio: Samples): WordTiming[];
}

/** Sends at once. */
export type Speak = Sending<Recording>;

/** `speech.speak` by one provider, billed by the character. Its adapter knows the protocol. */
export abstract class SpeechGeneration extends AnsweredAtOnce<
  SpeechOrder,
  SpeechDelivery,
  SpeechOrder,
  Recording
> {
  override readonly operation = 'speech.speak';
  /** The longest text that one call takes. */
  protected abstract readonly maxCharacters: number;

  /** What it will be: the bill goes by the text that was sent. */
  override atMost({ text }: SpeechOrder): Usage[] {
    const { provider, capabilities } = this;
    return [{ provider, model: capabilities.model, unit: 'characters', quantity: text.length }];
  }

  override async submit(order: SpeechOrder, ticket: EffectTicket): Promise<Submission<SpeechDelivery>> {
    const { id, wav, words } = await this.ask(() => this.prepare(order), ticket);
    const audio = decodeWav(wav);
    const usage = this.atMost(order);
    return {
      externalId: id,
      result: {
        model: this.capabilities.model,
        usage,
        // Written anew: a file that was streamed does not know its own length.
        audio: await this.blobs.putBytes(encodeWav(audio), 'audio/wav'),
        words: words(audio),
      },
      costMicros: this.charge(usage),
    };
  }

  private async prepare(order: SpeechOrder): Promise<Speak> {
    if (order.text.trim() === '') throw unfit('there is nothing to say');
    if (order.text.length > this.maxCharacters) {
      throw unfit(`the text has more than ${this.maxCharacters} characters`);
    }
    return this.call(order);
  }
}
