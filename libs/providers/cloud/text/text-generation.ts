import type { Usage } from '#libs/kernel';
import type { EffectTicket, Submission } from '#libs/orchestration';
import { AnsweredAtOnce, type Sending } from '../answered-at-once.js';
import { unfit } from '../before-sending.js';
import type { TextAnswer, TextQuestion } from '../requests.js';
import { TEXT_MAX_BYTES } from './answer.js';
import { readImages, schemaOf, systemText, userText, type Prompt } from './prompt.js';

/** A model's answer, whatever protocol it came by. Token counts are the provider's, thinking included. */
export interface ModelReply {
  /** No two answers of the provider have the same; null where that is not certain. */
  id: string | null;
  model: string;
  text: string;
  ended: TextAnswer['ended'];
  tokensIn: number;
  tokensOut: number;
}

/** Sends at once. */
export type Send = Sending<ModelReply>;

/** Several providers charge more for each token of a longer prompt, and the price list has one price a token. */
const MAX_PROMPT_TOKENS = 100_000;
/** What providers put around a prompt: roles, the wording of the schema. */
const OVERHEAD_TOKENS = 1_000;

/** `text.generate` by one provider. Its adapter knows the protocol; what is asked, bounded and booked is the same for all. */
export abstract class TextGeneration extends AnsweredAtOnce<TextQuestion, TextAnswer, Prompt, ModelReply> {
  override readonly operation = 'text.generate';
  /** The most tokens that the provider counts for one picture. */
  protected abstract readonly tokensPerImage: number;

  override atMost(question: TextQuestion): Usage[] {
    return this.usage(this.promptTokens(question), question.maxOutputTokens);
  }

  override async submit(question: TextQuestion, ticket: EffectTicket): Promise<Submission<TextAnswer>> {
    const reply = await this.ask(() => this.prepare(question), ticket);
    const usage = this.usage(reply.tokensIn, reply.tokensOut);
    return {
      externalId: reply.id === null ? null : label(reply.id),
      result: { model: label(reply.model), ...storable(reply), usage },
      costMicros: this.charge(usage),
    };
  }

  /** By the name of the model that was asked for, which the price list knows; answers may name a snapshot of it. */
  protected usage(tokensIn: number, tokensOut: number): Usage[] {
    const of = { provider: this.pricedAs, model: this.capabilities.model };
    return [
      { ...of, unit: 'tokens_in', quantity: tokensIn },
      { ...of, unit: 'tokens_out', quantity: tokensOut },
    ];
  }

  override billedAs(): { provider: string; model: string } {
    return { provider: this.pricedAs, model: this.capabilities.model };
  }

  /** Whose prices hold. */
  protected get pricedAs(): string {
    return this.provider;
  }

  private async prepare(question: TextQuestion): Promise<Send> {
    if (this.promptTokens(question) > MAX_PROMPT_TOKENS) throw unfit('the question is too long');
    return this.call({
      system: systemText(question),
      user: userText(question),
      images: await readImages(question.images, this.blobs),
      schema: schemaOf(question),
      maxOutputTokens: question.maxOutputTokens,
      seed: question.seed,
    });
  }

  /** Never too low: a token has at least one byte. The schema counts twice, as some providers also write it out for the model. */
  private promptTokens(question: TextQuestion): number {
    const bytes = [systemText(question), userText(question)].reduce(
      (sum, text) => sum + Buffer.byteLength(text),
      0,
    );
    const schema = Buffer.byteLength(JSON.stringify(question.schema));
    return OVERHEAD_TOKENS + bytes + 2 * schema + question.images.length * this.tokensPerImage;
  }
}

/** The journal holds no NUL, no half of a surrogate pair, and nothing endless. */
function storable({ text, ended }: ModelReply): Pick<TextAnswer, 'text' | 'ended'> {
  const clean = withoutUnstorable(text);
  if (Buffer.byteLength(clean) <= TEXT_MAX_BYTES) return { text: clean, ended };
  return { text: Buffer.from(clean).subarray(0, TEXT_MAX_BYTES).toString('utf8'), ended: 'too_long' };
}

const withoutUnstorable = (text: string): string => text.replaceAll('\0', '').toWellFormed();

const label = (text: string): string => withoutUnstorable(text).slice(0, 200);
