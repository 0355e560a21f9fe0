import { Injectable } from '@nestjs/common';
import { IdempotencyKeys, type IdempotentRequest, inFlight, StoredAnswer } from '#libs/idempotency';
import { JobsService, type JobView, type SubmitJob } from '#libs/orchestration';
import { JSON_TYPE } from '../http/http.types.js';
import { toJobDto } from './job.mapper.js';

/** Jobs whose submission may be repeated: one job, one answer. */
@Injectable()
export class SubmitOnce {
  constructor(
    private readonly jobs: JobsService,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** @throws what `JobsService.submit` throws, AppError `idempotency.key_reused` */
  async submit(command: SubmitJob, request: IdempotentRequest): Promise<StoredAnswer> {
    const earlier = await this.keys.answerOf(request);
    if (earlier !== null) return earlier;
    const { lifeSeconds } = this.keys;
    const job = await this.jobs.submitOnce(command, { request, lifeSeconds, answer });
    if (job !== null) return answer(job);
    const winners = await this.keys.answerOf(request);
    if (winners === null) throw inFlight(1);
    return winners;
  }
}

const answer = (job: JobView): StoredAnswer =>
  new StoredAnswer(
    202,
    { 'content-type': JSON_TYPE, location: `/v1/jobs/${job.id}` },
    JSON.stringify(toJobDto(job)),
  );
