import { PipelineGraph } from './pipeline-graph.js';
import type { StageDefinition } from './pipeline.js';

const stage = (
  name: string,
  state: StageDefinition['state'],
  more: Partial<StageDefinition> = {},
): StageDefinition => ({
  name,
  agent: 'test',
  queue: 'light',
  state,
  input: {},
  weight: 1,
  ...more,
});

const tail = (after: string): StageDefinition[] => [
  stage('tech', 'QA_TECH', { after: [after] }),
  stage('meaning', 'QA_SEMANTIC', { after: ['tech'] }),
  stage('judge', 'FINAL_APPROVAL', { after: ['meaning'] }),
  stage('deliver', 'DELIVERED', { after: ['judge'] }),
];

const build = (...stages: StageDefinition[]) => new PipelineGraph('toy', stages);
const first = stage('clean', 'INPUT_SANITIZED');

describe('PipelineGraph', () => {
  it('takes a dependency from every stage that an input names', () => {
    const graph = build(
      first,
      stage('draw', 'AGENTS_EXECUTED', { input: { list: 'clean.items.list', id: '$job.id' } }),
      stage('each', 'AGENTS_EXECUTED', { forEach: 'draw.scenes', input: { scene: '$item' } }),
      ...tail('each'),
    );
    expect(graph.get('draw').dependencies).toEqual(['clean']);
    expect(graph.get('each').dependencies).toEqual(['draw']);
    expect(graph.fanOutsFrom('draw').map(({ name }) => name)).toEqual(['each']);
  });

  it('chains into an only successor of the same queue that waits for nothing else', () => {
    const graph = build(
      first,
      stage('a', 'AGENTS_EXECUTED', { after: ['clean'] }),
      stage('b', 'AGENTS_EXECUTED', { after: ['a'], queue: 'media' }),
      stage('c', 'AGENTS_EXECUTED', { after: ['b', 'a'], queue: 'media' }),
      ...tail('c'),
    );
    expect(graph.stages.map(({ name, chain }) => [name, chain])).toEqual([
      ['clean', 'a'],
      ['a', null],
      ['b', null],
      ['c', null],
      ['tech', 'meaning'],
      ['meaning', 'judge'],
      ['judge', 'deliver'],
      ['deliver', null],
    ]);
  });

  it('gives each milestone to the stage that ends it', () => {
    const graph = build(first, stage('a', 'AGENTS_EXECUTED', { after: ['clean'] }), ...tail('a'));
    expect(graph.stages.map(({ name, reaches }) => [name, reaches])).toContainEqual(['a', 'AGENTS_EXECUTED']);
    expect(graph.get('deliver').reaches).toBe('DELIVERED');
  });

  it.each<[string, StageDefinition[], RegExp]>([
    [
      'an unknown stage',
      [first, stage('a', 'AGENTS_EXECUTED', { input: { x: 'nobody.x' } }), ...tail('a')],
      /a needs nobody/,
    ],
    [
      'a cycle',
      [
        first,
        stage('a', 'AGENTS_EXECUTED', { after: ['b'] }),
        stage('b', 'AGENTS_EXECUTED', { after: ['a'] }),
        ...tail('b'),
      ],
      /cycle a → b → a/,
    ],
    ['two stages of one name', [first, first, ...tail('clean')], /same name/],
    [
      'a milestone with two ends',
      [
        first,
        stage('a', 'AGENTS_EXECUTED', { after: ['clean'] }),
        stage('b', 'AGENTS_EXECUTED', { after: ['clean'] }),
        ...tail('a'),
      ],
      /AGENTS_EXECUTED ends with a, b/,
    ],
    [
      'a stage that does not come after the milestone before its own',
      [first, stage('a', 'AGENTS_EXECUTED'), ...tail('a')],
      /a \(AGENTS_EXECUTED\) must come after clean/,
    ],
    ['no delivery', [first], /DELIVERED/],
    [
      'a fan-out over a fan-out',
      [
        first,
        stage('a', 'AGENTS_EXECUTED', { forEach: 'clean.items' }),
        stage('b', 'AGENTS_EXECUTED', { forEach: 'a.items' }),
        ...tail('b'),
      ],
      /fans out over a/,
    ],
    [
      'an approval that is no flag of the input',
      [first, stage('a', 'AGENTS_EXECUTED', { after: ['clean'], approval: 'clean.ask' }), ...tail('a')],
      /approval of stage a must be a flag/,
    ],
    [
      'a gate that repairs what is no fan-out before it',
      [
        first,
        stage('a', 'AGENTS_EXECUTED', {
          after: ['clean'],
          gate: { field: 'x', repair: { on: 'again', stage: 'clean', items: 'items' } },
        }),
        ...tail('a'),
      ],
      /a repairs clean/,
    ],
  ])('refuses %s', (_, stages, message) => {
    expect(() => build(...stages)).toThrow(message);
  });
});
