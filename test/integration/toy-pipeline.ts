import type { JsonObject } from '#libs/kernel';
import type { PipelineDefinition, StageDefinition } from '#libs/orchestration';
import type { StageWork } from '#libs/testing';

const stage = (
  name: string,
  state: StageDefinition['state'],
  input: Record<string, string>,
  more: Partial<StageDefinition> = {},
): StageDefinition => ({ name, agent: 'test', queue: 'light', state, input, weight: 1, ...more });

/** prepare → paint × 3 → join → check → judge → approve → deliver, with a side branch that joins too. */
export const toyPipeline: PipelineDefinition = {
  name: 'toy',
  version: 1,
  admit: (input) => input as JsonObject,
  route: () => ({ track: 'only', reason: 'there is one', budgetMicros: null, seed: 7 }),
  tracks: {
    only: [
      stage(
        'prepare',
        'INPUT_SANITIZED',
        { words: '$job.input.words' },
        { approval: '$job.input.ask.first' },
      ),
      stage('side', 'AGENTS_EXECUTED', { words: 'prepare.words' }),
      stage('paint', 'AGENTS_EXECUTED', { word: '$item' }, { forEach: 'prepare.words', queue: 'media' }),
      stage('join', 'AGENTS_EXECUTED', { painted: 'paint', side: 'side.count' }),
      stage('check', 'QA_TECH', { joined: 'join.text' }, { score: { name: 'technical', field: 'score' } }),
      stage('judge', 'QA_SEMANTIC', { joined: 'join.text' }, { after: ['check'] }),
      stage(
        'decide',
        'FINAL_APPROVAL',
        { verdict: 'judge.verdict' },
        {
          gate: {
            field: 'verdict',
            waitFor: ['wait'],
            rejectOn: ['no'],
            repair: { on: 'again', stage: 'paint', items: 'items' },
          },
        },
      ),
      stage('deliver', 'DELIVERED', { joined: 'join.text', verdict: 'decide.verdict' }),
    ],
  },
};

export const toyWork: StageWork = async ({ stage: name, job }, input) => {
  switch (name) {
    case 'prepare':
      return { words: input.words };
    case 'side':
      return { count: (input.words as string[]).length };
    case 'paint':
      return { text: `*${input.word as string}*` };
    case 'join':
      return {
        text: (input.painted as { text: string }[]).map(({ text }) => text).join(' '),
        side: input.side,
      };
    case 'check':
      return { score: 0.9 };
    case 'judge':
      return { verdict: (job.input.verdict as string | undefined) ?? 'yes' };
    default:
      return { ...input };
  }
};
