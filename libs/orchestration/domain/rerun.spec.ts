import fc from 'fast-check';
import { PipelineGraph } from './pipeline-graph.js';
import type { StageDefinition } from './pipeline.js';
import { planRerun, type RerunPlan, type StandingStage } from './rerun.js';

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

interface RandomStage {
  /** Bits: which of the stages before it comes before this one. */
  after: number;
  fansOut: boolean;
}

/** first → any acyclic graph → last → the fixed tail. */
function graphOf(middle: RandomStage[]): PipelineGraph {
  const stages = [stage('first', 'INPUT_SANITIZED')];
  for (const [index, { after, fansOut }] of middle.entries()) {
    const before = ['first', ...middle.flatMap((_, i) => (i < index && after & (1 << i) ? [`s${i}`] : []))];
    const lists = before.filter((name) => stages.find((made) => made.name === name)?.forEach === undefined);
    const more = fansOut ? { forEach: `${lists.at(-1)}.list` } : {};
    stages.push(stage(`s${index}`, 'AGENTS_EXECUTED', { after: before, ...more }));
  }
  stages.push(
    stage('last', 'AGENTS_EXECUTED', { after: ['first', ...middle.map((_, i) => `s${i}`)] }),
    stage('tech', 'QA_TECH', { after: ['last'] }),
    stage('meaning', 'QA_SEMANTIC', { after: ['tech'] }),
    stage('judge', 'FINAL_APPROVAL', { after: ['meaning'] }),
    stage('deliver', 'DELIVERED', { after: ['judge'] }),
  );
  return new PipelineGraph('random', stages);
}

const downstream = (graph: PipelineGraph, from: string): Set<string> =>
  new Set([from, ...graph.get(from).dependents.flatMap((name) => [...downstream(graph, name)])]);

const ITEMS = 3;

/** A job in the shape of the kernel's rows, moved the way the kernel moves it. */
class ModelJob {
  readonly rows: { id: string; stage: string; item: number | null; status: string; pending: number }[];
  readonly runs: string[] = [];
  private ended = false;

  constructor(private readonly graph: PipelineGraph) {
    this.rows = graph.stages
      .filter(({ dependencies }) => dependencies.length === 0)
      .map(({ name }) => ({ id: name, stage: name, item: null, status: 'ready', pending: 0 }));
  }

  run(pick: number): boolean {
    const ready = this.rows.filter(({ status }) => status === 'ready');
    const row = ready[pick % Math.max(ready.length, 1)];
    if (row === undefined) return false;
    const open = this.graph
      .get(row.stage)
      .dependencies.filter((name) => this.head(name)?.status !== 'succeeded');
    expect([row.id, open]).toEqual([row.id, []]);
    this.runs.push(row.id);
    row.status = 'succeeded';
    const group = this.head(row.stage)!;
    if (row.item !== null && --group.pending > 0) return true;
    group.status = 'succeeded';
    for (const name of this.graph.get(row.stage).dependents) this.advance(name);
    return true;
  }

  /** What is not done dies, as after a failure or a cancellation. */
  end(): void {
    this.ended = true;
    for (const row of this.rows) if (row.status !== 'succeeded') row.status = 'cancelled';
  }

  apply(plan: RerunPlan): void {
    this.ended = false;
    for (const { id, ...reset } of plan.resets) {
      if (id !== null)
        Object.assign(
          this.rows.find((row) => row.id === id)!,
          reset,
        );
      // Whatever it waits for makes its row.
      else
        expect(reset).toMatchObject({
          status: 'waiting',
          pending: this.graph.get(reset.stage).dependencies.length,
        });
    }
    const kept = this.rows.filter(
      ({ stage: name, item }) => item === null || !plan.expandedAgain.includes(name),
    );
    this.rows.splice(0, this.rows.length, ...kept);
    this.runs.length = 0;
  }

  standing(): StandingStage[] {
    const known = this.rows.map(({ id, stage: name, item, status }): StandingStage => ({
      id,
      stage: name,
      item,
      standing: status === 'succeeded' ? 'done' : status === 'cancelled' ? 'dead' : 'live',
    }));
    const ahead = this.graph.stages
      .filter(({ name }) => this.head(name) === undefined)
      .map(({ name }): StandingStage => ({
        id: null,
        stage: name,
        item: null,
        standing: this.ended ? 'dead' : 'live',
      }));
    return [...known, ...ahead];
  }

  private advance(name: string): void {
    const next = this.head(name) ?? this.make(name);
    if (next.status !== 'waiting' || --next.pending > 0) return;
    next.status = this.graph.get(name).forEach === undefined ? 'ready' : 'fanned_out';
    if (next.status === 'ready') return;
    next.pending = ITEMS;
    for (let item = 0; item < ITEMS; item++)
      this.rows.push({ id: `${name}.${item}`, stage: name, item, status: 'ready', pending: 0 });
  }

  private make(name: string) {
    const pending = this.graph.get(name).dependencies.length;
    const row = { id: name, stage: name, item: null, status: 'waiting', pending };
    this.rows.push(row);
    return row;
  }

  private head(name: string) {
    return this.rows.find((row) => row.stage === name && row.item === null);
  }
}

describe('the plan of a rerun', () => {
  const graphs = fc
    .array(fc.record({ after: fc.nat(255), fansOut: fc.boolean() }), { minLength: 1, maxLength: 8 })
    .map(graphOf);

  it('runs to the end, each once and nothing too early, whatever had been done and however it ended', () => {
    const picks = fc.array(fc.nat(50), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(
        graphs,
        picks,
        fc.nat(45),
        fc.boolean(),
        fc.nat(),
        fc.boolean(),
        (graph, order, done, ends, at, single) => {
          const job = new ModelJob(graph);
          order.slice(0, done).forEach((pick) => job.run(pick));
          if (ends) job.end();
          const before = job.standing();
          const target = before[at % before.length]!;
          const from = target.stage;
          const request = { from, items: single && target.item !== null ? [target.item] : null };
          const plan = planRerun(graph, before, request);
          job.apply(plan);
          const live = before
            .filter(({ standing, item }) => standing === 'live' && item === null)
            .map(({ stage: name }) => name);
          for (const pick of order) job.run(pick);

          expect(job.rows.filter(({ status }) => status !== 'succeeded')).toEqual([]);
          expect(new Set(job.runs).size).toBe(job.runs.length);
          const ran = new Set(job.runs);
          for (const { stage: name, item } of plan.executions.filter(
            ({ item: n }) => n === null || n < ITEMS,
          )) {
            if (item !== null || graph.get(name).forEach === undefined)
              expect(ran).toContain(item === null ? name : `${name}.${item}`);
          }
          const allowed = downstream(graph, from);
          for (const row of before.filter(({ standing }) => standing === 'done')) {
            if (!allowed.has(row.stage) && !live.some((name) => downstream(graph, name).has(row.stage)))
              expect([row.id, ran.has(row.id!)]).toEqual([row.id, false]);
          }
          if (request.items !== null && before.every(({ standing }) => standing === 'done'))
            expect([...ran].filter((id) => id.startsWith(`${from}.`))).toEqual([
              `${from}.${request.items[0]}`,
            ]);
        },
      ),
      { seed: 20261121, numRuns: 500 },
    );
  });

  const graph = graphOf([
    { after: 0, fansOut: true },
    { after: 1, fansOut: false },
  ]);
  const completed = (): StandingStage[] => {
    const job = new ModelJob(graph);
    while (job.run(0));
    return job.standing();
  };

  it('keeps the other items of a fan-out, and falls back to the milestone before it', () => {
    const plan = planRerun(graph, completed(), { from: 's0', items: [1] });
    expect(plan).toMatchObject({ expandedAgain: [], state: 'INPUT_SANITIZED' });
    expect(plan.resets.map(({ id }) => id).sort()).toEqual(
      ['s0', 's0.1', 's1', 'last', 'tech', 'meaning', 'judge', 'deliver'].sort(),
    );
    expect(plan.resets.find(({ id }) => id === 's0')).toMatchObject({ status: 'fanned_out', pending: 1 });
    expect(plan.executions.filter(({ stage: name }) => name === 's0')).toEqual([{ stage: 's0', item: 1 }]);
  });

  it('expands a list anew that is made again', () => {
    const plan = planRerun(graph, completed(), { from: 'first', items: null });
    expect(plan).toMatchObject({ expandedAgain: ['s0'], state: 'INIT' });
    expect(plan.executions.filter(({ stage: name }) => name === 's0')).toHaveLength(ITEMS);
  });

  it.each([
    [{ from: 'nobody', items: null }, /from: must be one of first, s0/],
    [{ from: 's0', items: [3] }, /item: must be a whole number from 0 to 2/],
    [{ from: 's1', items: [0] }, /item: s1 has no items/],
  ])('refuses %j', (request, message) => {
    expect(() => planRerun(graph, completed(), request)).toThrow(message);
  });
});
