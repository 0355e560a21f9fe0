import { assertManifest, composeManifest, outputsWith } from './manifest.js';
import { PipelineGraph } from './pipeline-graph.js';
import type { ManifestPlace, StageDefinition } from './pipeline.js';

const stage = (
  name: string,
  state: StageDefinition['state'],
  input: Record<string, string>,
  more: Partial<StageDefinition> = {},
): StageDefinition => ({ name, agent: 'test', queue: 'light', state, input, weight: 1, ...more });

const APPROVAL = { approval: '$job.input.ask' };

/** write → draw (asks) → make → …, with what `more` adds before the end. */
const graph = (draw: Partial<StageDefinition>, make: Partial<StageDefinition> = {}) =>
  new PipelineGraph('toy', [
    stage('clean', 'INPUT_SANITIZED', {}),
    stage('write', 'AGENTS_EXECUTED', { text: 'clean' }),
    stage('draw', 'AGENTS_EXECUTED', { plan: 'write' }, draw),
    stage('make', 'AGENTS_EXECUTED', { plan: 'write', visuals: 'draw' }, make),
    stage('join', 'AGENTS_EXECUTED', { made: 'make' }, { after: ['draw'] }),
    stage('tech', 'QA_TECH', { film: 'join' }),
    stage('meaning', 'QA_SEMANTIC', { film: 'join' }, { after: ['tech'] }),
    stage('judge', 'FINAL_APPROVAL', {}, { after: ['meaning'] }),
    stage('deliver', 'DELIVERED', { film: 'join' }, { after: ['judge'] }),
  ]);

const place = (more: Partial<ManifestPlace> = {}): ManifestPlace => ({
  gate: 'draw',
  sections: { plan: 'write', visuals: 'draw.visuals' },
  ...more,
});

describe('a manifest', () => {
  const outputs = new Map([
    ['write', { script: 'one' }],
    ['draw', { visuals: { colour: 'red' }, notes: 'kept' }],
  ]);

  it('is composed of outputs and of parts of them, and goes back to where it came from', () => {
    expect(composeManifest(place(), outputs)).toEqual({
      plan: { script: 'one' },
      visuals: { colour: 'red' },
    });
    const edited = { plan: { script: 'two' }, visuals: { colour: 'blue' } };
    expect(Object.fromEntries(outputsWith(place(), outputs, edited))).toEqual({
      write: { script: 'two' },
      draw: { visuals: { colour: 'blue' }, notes: 'kept' },
    });
  });

  it('is not there before every part of it is', () => {
    expect(composeManifest(place(), new Map([['write', { script: 'one' }]]))).toBeNull();
  });

  it('keeps apart two sections of one output', () => {
    const both = place({ sections: { plan: 'draw.plan', visuals: 'draw.visuals' } });
    const edited = outputsWith(both, new Map([['draw', { plan: 1, visuals: 2 }]]), { plan: 3, visuals: 4 });
    expect(edited.get('draw')).toEqual({ plan: 3, visuals: 4 });
  });
});

describe('a pipeline with a manifest', () => {
  it('starts where nothing begins before the manifest is approved', () => {
    expect(() => assertManifest(graph(APPROVAL), place())).not.toThrow();
  });

  it.each([
    ['a gate that asks nobody', graph({}), place(), 'the manifest waits at draw, which asks nobody'],
    [
      'a part that is written after the gate',
      graph(APPROVAL),
      place({ sections: { plan: 'write', film: 'make' } }),
      'a part of make, which does not come before draw',
    ],
    [
      'a stage that would begin with a plan that may still be changed',
      graph(APPROVAL, { input: { plan: 'write' } }),
      place(),
      'make reads the manifest of write, but does not wait for draw',
    ],
    [
      'a fan-out over a list that may still be changed',
      graph(APPROVAL, { input: { visuals: 'draw' }, forEach: 'write.scenes' }),
      place(),
      'a part of write, whose list is counted before it can be changed',
    ],
    ['a part of no stage', graph(APPROVAL), place({ sections: { plan: 'wrote' } }), 'no stage wrote'],
  ])('does not start with %s', (_what, of, where, message) => {
    expect(() => assertManifest(of, where)).toThrow(message);
  });
});
