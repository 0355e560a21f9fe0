import type { Estimate, Job } from '#client';
import { bulkText, cancelledText, costsText, rerunText } from './texts.js';
import { table } from './table.js';

const job: Job = {
  id: 'j1',
  pipeline: 'video',
  status: 'cancelled',
  state: 'INIT',
  progress: 0.429,
  priority: 5,
  costMicros: 1_200,
  createdAt: '2026-11-21T09:30:00.000Z',
  scores: {},
  error: null,
  stages: [],
  ...{ pipelineVersion: 1, track: 'fast', trackReason: '', seed: 1, input: {}, queuePosition: null },
  ...{
    budgetMicros: null,
    estimate: null,
    estimateError: null,
    scheduleId: null,
    batchId: null,
    nextAction: null,
  },
  ...{ startedAt: null, finishedAt: null },
};

describe('what the commands for jobs print', () => {
  it('lines columns up, and lets no text from outside steer the terminal', () => {
    expect(
      table([
        ['A', 'LONGER'],
        ['wide cell', null],
        ['\u001b[31mred', 1],
      ]),
    ).toBe('A          LONGER\nwide cell  -\n [31mred   1');
  });

  it('tells what a job has cost beside what it was to cost', () => {
    const purchase = {
      ...{ effectId: 'e1', provider: 'veo', operation: 'video.generate', at: '2026-11-21T09:30:02.000Z' },
      ...{ priceList: 'p1', reservedMicros: 800_000, heldMicros: 0, spentMicros: 600_000 },
    };
    const costs = {
      ...{ jobId: 'j1', budgetMicros: 5_000_000, estimateError: null },
      estimate: { lowMicros: 500_000, highMicros: 900_000 } as Estimate,
      ...{ heldMicros: 0, spentMicros: 600_000, purchases: [purchase] },
    };
    const text = costsText(costs);
    expect(text).toMatch(/veo +video\.generate +\$0\.80 +\$0\.00 +\$0\.60/);
    expect(text).toContain(
      'Spent: $0.60. Held for bills to come: $0.00. Estimate: $0.50 to $0.90. Budget: $5.00.',
    );
    expect(costsText({ ...costs, purchases: [] })).toContain('Nothing was bought.');
  });

  it('tells what a cancellation can’t take back', () => {
    const receipt = {
      ...{ jobId: 'j1', cancelledBy: null, cancelledAt: '2026-11-21T09:31:00.000Z' },
      spentMicros: 1_200,
      stopped: [{ stage: 'render', item: 2, owner: 'worker:7', ranMs: 5_120 }],
      pendingEffects: [
        {
          provider: 'veo',
          operation: 'video.generate',
          state: 'submitted' as const,
          externalId: 'op1',
          ...{ id: 'e1', stage: 'render', item: 2 },
          estimatedMicros: 400_000,
        },
      ],
      notRecoverableMicros: 400_000,
    };
    const text = cancelledText({ ...job, receipt });
    expect(text).toContain('42 %');
    expect(text).toContain('Spent: $0.0012. May still be charged: $0.40.');
    expect(text).toMatch(/render 2 +worker:7 +5\.1 s/);
    expect(text).toMatch(/veo +video\.generate +submitted +op1 +\$0\.40/);
  });

  it('tells what a rerun would cost, and what of that nobody knows', () => {
    const executions = [
      { stage: 'render', item: 2, lastCostMicros: 500_000 },
      { stage: 'join', item: null, lastCostMicros: null },
    ];
    expect(rerunText({ dryRun: true, state: 'INIT', lastCostMicros: 500_000, executions })).toBe(
      'Would run again, from INIT on; it cost $0.50 last time.\nSTAGE     LAST COST\nrender 2  $0.50\njoin      -',
    );
  });

  it('says when more jobs match than were changed', () => {
    const items = [{ id: 'j1', outcome: 'refused' as const, code: 'job.not_paused' }];
    expect(bulkText({ dryRun: false, items, more: true })).toMatch(
      /j1 +refused +job\.not_paused\nChanged 0 of 1 jobs\. More jobs match/,
    );
  });
});
