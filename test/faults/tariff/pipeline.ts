import { parseFields, type JsonObject } from '#libs/kernel';
import type { PipelineDefinition } from '#libs/orchestration';
import { estimateFilm } from './estimate.js';
import { FilmInput } from './film.js';

/** Films from providers with tariffs: a narration, and shots that may come from a second provider. */
export const tariffPipeline: PipelineDefinition = {
  name: 'tariff',
  version: 1,
  admit: (input) => parseFields(FilmInput, input, 'input') as JsonObject,
  route: ({ seed }) => ({
    track: 'only',
    reason: 'there is one',
    budgetMicros: null,
    seed: seed as number,
  }),
  estimate: (input, market) => estimateFilm(FilmInput.parse(input), market),
  tracks: {
    only: [
      {
        name: 'plan',
        agent: 'TariffPlan',
        queue: 'light',
        state: 'INPUT_SANITIZED',
        input: { film: '$job.input' },
        weight: 1,
      },
      {
        name: 'narrate',
        agent: 'TariffNarrate',
        queue: 'provider',
        state: 'AGENTS_EXECUTED',
        input: { characters: 'plan.characters' },
        weight: 1,
      },
      {
        name: 'shoot',
        agent: 'TariffShoot',
        queue: 'provider',
        state: 'QA_TECH',
        input: { shot: '$item' },
        after: ['narrate'],
        forEach: 'plan.shots',
        weight: 4,
      },
      {
        name: 'join',
        agent: 'TariffJoin',
        queue: 'light',
        state: 'QA_SEMANTIC',
        input: { shots: 'shoot', narration: 'narrate' },
        weight: 1,
      },
      {
        name: 'approve',
        agent: 'FaultsPass',
        queue: 'light',
        state: 'FINAL_APPROVAL',
        input: { text: 'join.text' },
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
