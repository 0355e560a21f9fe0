import type { Stage } from '#client';
import { stageRows } from './stage-progress.js';

const NOW = Date.parse('2026-11-21T10:00:10Z');
const at = (second: number) => new Date(NOW - 10_000 + second * 1_000).toISOString();
const one = (stage: string, item: number | null, status: string, more: Partial<Stage> = {}): Stage => ({
  ...{ stage, item, status, agent: stage, attempt: 1, progress: 0 },
  ...{ startedAt: null, finishedAt: null, error: null, approval: null },
  ...more,
});

describe('stageRows', () => {
  it('shows a stage with its time', () => {
    const rows = stageRows(
      [
        one('script', null, 'succeeded', { startedAt: at(0), finishedAt: at(1.5) }),
        one('render', null, 'running', { progress: 0.4, startedAt: at(2) }),
        one('mix', null, 'waiting'),
      ],
      NOW,
    );
    expect(rows).toEqual([
      { stage: 'script', status: 'succeeded', progress: 1, note: 'succeeded 1.5 s' },
      { stage: 'render', status: 'running', progress: 0.4, note: 'running 8.0 s' },
      { stage: 'mix', status: 'waiting', progress: 0, note: 'waiting' },
    ]);
  });

  it('puts the items of a stage together', () => {
    const rows = stageRows(
      [
        one('render', null, 'fanned_out'),
        one('render', 0, 'succeeded', { startedAt: at(0), finishedAt: at(2) }),
        one('render', 1, 'running', { progress: 0.5, startedAt: at(1) }),
        one('render', 2, 'ready'),
      ],
      NOW,
    );
    expect(rows).toEqual([{ stage: 'render', status: 'running', progress: 0.5, note: 'running 1/3 10.0 s' }]);
  });

  it.each([
    [['succeeded', 'succeeded'], 'succeeded'],
    [['succeeded', 'failed'], 'failed'],
    [['succeeded', 'ready'], 'running'],
    [['retrying', 'succeeded'], 'retrying'],
  ])('calls items that are %j %s', (statuses, expected) => {
    const [row] = stageRows(
      statuses.map((status, item) => one('render', item, status)),
      NOW,
    );
    expect(row?.status).toBe(expected);
  });
});
