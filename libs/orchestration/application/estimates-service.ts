import { Injectable } from '@nestjs/common';
import { Markets } from '#libs/kernel';
import type { Estimate } from '#libs/costs/domain';
import { PipelineRegistry } from '../domain/pipeline-registry.js';
import { newJob, type SubmitJob } from './new-job.js';

export interface JobEstimate {
  pipeline: string;
  pipelineVersion: number;
  track: string;
  trackReason: string;
  budgetMicros: number | null;
  estimate: Estimate;
}

/** What a job would cost. The same code plans the job when it is submitted. */
@Injectable()
export class EstimatesService {
  constructor(
    private readonly pipelines: PipelineRegistry,
    private readonly markets: Markets,
  ) {}

  /** Stores nothing. @throws ValidationError naming every wrong field */
  estimate(command: Pick<SubmitJob, 'pipeline' | 'input' | 'tenantId' | 'userId'>): JobEstimate {
    const job = newJob(this.pipelines, this.markets, { ...command, priority: 0 });
    const { pipeline, pipelineVersion, track, trackReason, budgetMicros, estimate } = job;
    const nothingToBuy = {
      lowMicros: 0,
      highMicros: 0,
      priceList: this.markets.forTenant(command.tenantId).priceList,
      lines: [],
      alternatives: [],
    };
    return {
      pipeline,
      pipelineVersion,
      track,
      trackReason,
      budgetMicros,
      estimate: estimate ?? nothingToBuy,
    };
  }
}
