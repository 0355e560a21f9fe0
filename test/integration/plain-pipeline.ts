import type { JsonObject } from '#libs/kernel';
import type { PipelineDefinition, StageDefinition } from '#libs/orchestration';

const MILESTONES = [
  'INPUT_SANITIZED',
  'AGENTS_EXECUTED',
  'QA_TECH',
  'QA_SEMANTIC',
  'FINAL_APPROVAL',
  'DELIVERED',
] as const;

/** One stage for each milestone, named after it, one after another. @param more what a stage says beyond that */
export const plainPipeline = (
  name: string,
  more: (state: StageDefinition['state']) => Partial<StageDefinition> = () => ({}),
): PipelineDefinition => ({
  name,
  version: 1,
  admit: (input) => input as JsonObject,
  route: () => ({ track: 'only', reason: 'there is one', budgetMicros: null, seed: 7 }),
  tracks: {
    only: MILESTONES.map((state, index) => ({
      name: state,
      agent: 'test',
      queue: 'light',
      state,
      input: {},
      after: index === 0 ? [] : [MILESTONES[index - 1] as string],
      weight: 1,
      ...more(state),
    })),
  },
});
