import { z } from 'zod';
import { micros, parseFields, type JsonObject } from '#libs/kernel';
import type { PipelineDefinition } from '#libs/orchestration';

const Input = z.strictObject({ seconds: z.number().int().min(1).max(60), seed: z.number().int() });

/**
 * What is attacked: a quick step, a purchase with an idempotency key, two purchases without one, a step that only takes
 * time, and an approval that lets pass; the sixth stage delivers, because a job ends with that milestone.
 */
export const attackedPipeline: PipelineDefinition = {
  name: 'attacked',
  version: 1,
  admit: (input) => parseFields(Input, input, 'input') as JsonObject,
  route: (input) => ({
    track: 'only',
    reason: 'there is one',
    budgetMicros: micros(10_000_000),
    seed: input.seed as number,
  }),
  tracks: {
    only: [
      {
        name: 'admit',
        agent: 'FaultsAdmit',
        queue: 'light',
        state: 'INPUT_SANITIZED',
        input: { seconds: '$job.input.seconds' },
        weight: 1,
      },
      {
        name: 'script',
        agent: 'FaultsScript',
        queue: 'provider',
        state: 'AGENTS_EXECUTED',
        input: { seconds: 'admit.seconds' },
        weight: 2,
      },
      {
        name: 'clips',
        agent: 'FaultsClip',
        queue: 'provider',
        state: 'QA_TECH',
        input: { seconds: '$item' },
        forEach: 'script.clips',
        weight: 4,
      },
      {
        name: 'cut',
        agent: 'FaultsCut',
        queue: 'media',
        state: 'QA_SEMANTIC',
        input: { clips: 'clips' },
        weight: 2,
      },
      {
        name: 'approve',
        agent: 'FaultsPass',
        queue: 'light',
        state: 'FINAL_APPROVAL',
        input: { text: 'cut.text' },
        weight: 1,
      },
      {
        name: 'deliver',
        agent: 'FaultsDeliver',
        queue: 'light',
        state: 'DELIVERED',
        input: { text: 'approve.text' },
        weight: 1,
      },
    ],
  },
};
