import { randomInt } from 'node:crypto';
import type { IdempotentRequest, StoredAnswer } from '#libs/idempotency';
import type { JobView } from '../domain/views.js';
import type { KeyedAnswer, NewJob } from '../persistence/job-writer.js';
import { acceptedJob } from './accepted-job.js';

/** What makes a submission happen once, however often and wherever it is sent. */
export interface Once {
  request: IdempotentRequest;
  /** For how long the key is kept. */
  lifeSeconds: number;
  /** What the request is answered once the job is accepted. */
  answer(job: JobView): StoredAnswer;
}

const FIRST_MS = Date.UTC(6_000, 0);
const SPREAD_MS = 2 ** 47;

/** Stands for the time of acceptance, which only the database knows; nobody outside can guess it and write it into an input. */
const PLACEHOLDER = new Date(FIRST_MS + randomInt(SPREAD_MS));

/** The answer is stored by the statement that accepts the job, so it is written before all of it is known. */
export function keyedAnswer(job: NewJob, { request, lifeSeconds, answer }: Once): KeyedAnswer {
  const [waiting, begun] = [false, true].map((isBegun) =>
    answer(acceptedJob(job, { createdAt: PLACEHOLDER, begun: isBegun })),
  ) as [StoredAnswer, StoredAnswer];
  return {
    request,
    lifeSeconds,
    status: waiting.status,
    headers: waiting.headers,
    waiting: waiting.body,
    begun: begun.body,
    placeholder: PLACEHOLDER.toISOString(),
  };
}
