/** Who stores the answer: the edge, once the handler has returned, or the handler itself, in its own transaction. */
export type AnswerKeeper = 'edge' | 'handler';

export const KEEPER = 'aiprod:idempotent';

export const answerKeeper = (handler: object): AnswerKeeper | undefined =>
  Reflect.getMetadata(KEEPER, handler) as AnswerKeeper | undefined;
