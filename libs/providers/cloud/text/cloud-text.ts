import { AppError, type Usage } from '#libs/kernel';
import { DefiniteFailure, type PaidOperation } from '#libs/orchestration';
import { TextProvider, type TextRequest, type TextResult } from '../../ports/index.js';
import type { CloudOperation } from '../cloud-operation.js';
import type { TextAnswer, TextQuestion } from '../requests.js';
import type { Purchases } from '../shared-purchases.js';
import { answerSchema, readAnswer } from './answer.js';
import { EffectKeys } from './effect-keys.js';

export type TextCandidate = CloudOperation<TextQuestion, TextAnswer>;

/** Enough for the longest answer that we ask for, thinking included. */
const MAX_OUTPUT_TOKENS = 8_192;

/** An answer that has been paid for, and whose it is. */
interface Bought {
  answer: TextAnswer;
  provider: string;
}
/** Why nothing was bought, as a sentence. */
interface NotBought {
  reason: string;
}

/**
 * Texts of one stage by language models in the cloud, each question paid once through the journal. What comes back is data: it
 * must fit the schema, is asked for once more if it does not, and never decides who is called. Where no model helps, this machine
 * answers, and the result says so.
 */
export class CloudText extends TextProvider {
  override readonly name = 'cloud-text';

  /**
   * @param candidates asked in this order; those without a key are left out
   * @param keys one for all texts of the stage
   */
  constructor(
    private readonly purchases: Purchases,
    private readonly candidates: readonly TextCandidate[],
    private readonly local: TextProvider,
    private readonly keys = new EffectKeys(),
  ) {
    super();
  }

  /** @throws AppError `effect.ambiguous` where an answer may have been paid for and can't be found */
  override async generate<T>(request: TextRequest<T>): Promise<TextResult<T>> {
    const usage: Usage[] = [];
    const result = await this.byModel(request, usage);
    if ('value' in result) return { ...result, usage, downgraded: null };
    const own = await this.local.generate(request);
    return { ...own, usage: [...usage, ...own.usage], downgraded: result.reason };
  }

  private async byModel<T>(
    request: TextRequest<T>,
    usage: Usage[],
  ): Promise<{ value: T; by: string } | NotBought> {
    const key = this.keys.next(request.task);
    const question = questionOf(request);
    const first = await this.ask(question, key, usage);
    if ('reason' in first) return first;
    const reading = readAnswer(first.answer, request.schema);
    if ('value' in reading) return { value: reading.value, by: nameOf(first) };
    const second = await this.askAgain(
      { ...question, correction: reading.problem },
      key,
      first.provider,
      usage,
    );
    if ('reason' in second) return second;
    const again = readAnswer(second.answer, request.schema);
    if ('value' in again) return { value: again.value, by: nameOf(second) };
    return { reason: `${second.provider} has answered twice in a way that can’t be used` };
  }

  /** Who refuses is not asked again; the next one may see it differently. */
  private async ask(question: TextQuestion, key: string, usage: Usage[]): Promise<Bought | NotBought> {
    let left = this.candidates.filter(({ configured }) => configured);
    let refusedBy = '';
    for (let refusals = 0; left.length > 0; refusals++) {
      const bought = await this.buy(left, question, refusals === 0 ? key : `${key}.other-${refusals}`, usage);
      if ('reason' in bought || bought.answer.ended !== 'refused') return bought;
      refusedBy = bought.provider;
      left = left.slice(1 + left.findIndex(({ provider }) => provider === refusedBy));
    }
    return {
      reason: refusedBy === '' ? 'No language model is set up' : `${refusedBy} has refused to answer`,
    };
  }

  /** The one who was wrong is the first to be told so. */
  private async askAgain(
    question: TextQuestion,
    key: string,
    answeredBy: string,
    usage: Usage[],
  ): Promise<Bought | NotBought> {
    const configured = this.candidates.filter((candidate) => candidate.configured);
    const at = configured.findIndex(({ provider }) => provider === answeredBy);
    const bought = await this.buy(configured.slice(Math.max(0, at)), question, `${key}.retry`, usage);
    if ('reason' in bought || bought.answer.ended !== 'refused') return bought;
    return { reason: `${bought.provider} has refused to answer` };
  }

  private async buy(
    candidates: readonly TextCandidate[],
    question: TextQuestion,
    key: string,
    usage: Usage[],
  ): Promise<Bought | NotBought> {
    const [operation, ...fallbacks] = candidates as [TextCandidate, ...TextCandidate[]];
    try {
      const others = fallbacks as unknown as PaidOperation[];
      const { result, provider } = await this.purchases.perform(operation, question, {
        key,
        fallbacks: others,
      });
      usage.push(...result.usage);
      return { answer: result, provider };
    } catch (error) {
      if (!nothingIsOwed(error)) throw error;
      return { reason: error.message };
    }
  }
}

/** The same for the same request: a stage that runs again asks what it has asked before. */
const questionOf = ({ instructions, data, schema, seed }: TextRequest<unknown>): TextQuestion => ({
  instructions,
  data,
  images: [],
  schema: answerSchema(schema),
  correction: null,
  maxOutputTokens: MAX_OUTPUT_TOKENS,
  seed,
});

const nameOf = ({ provider, answer }: Bought): string => `${provider}/${answer.model}`;

/** Refused by the provider, or by a budget before it was asked. */
const nothingIsOwed = (error: unknown): error is AppError =>
  error instanceof DefiniteFailure || (error instanceof AppError && error.class === 'budget');
