import { Injectable } from '@nestjs/common';
import { observeAgent, observeStage } from '#libs/monitoring';
import { StageObserver, type StageExecution, type StageOutcome } from '#libs/orchestration';

/** Times every execution, by stage and by agent. */
@Injectable()
export class StageMetrics extends StageObserver {
  override begin({ stage, agent, job }: StageExecution): { end(outcome: StageOutcome): void } {
    const startedAt = performance.now();
    return {
      end: (outcome) => {
        const seconds = (performance.now() - startedAt) / 1000;
        observeStage({ pipeline: job.pipeline, stage, outcome }, seconds);
        observeAgent({ agent, outcome }, seconds);
      },
    };
  }
}
