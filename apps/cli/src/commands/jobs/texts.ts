import type {
  Bulk,
  CancelledJob,
  Drain,
  Job,
  JobCosts,
  JobPage,
  JobSummary,
  LimitList,
  Rerun,
} from '#client';
import { formatMicros, micros } from '#libs/kernel';
import { clean, table } from './table.js';

const money = (amount: number | null): string => (amount === null ? '-' : formatMicros(micros(amount)));
const percent = (fraction: number): string => `${Math.floor(fraction * 100)} %`;
const named = ({ stage, item }: { stage: string; item: number | null }): string =>
  item === null ? stage : `${stage} ${item}`;

const HEADING = ['ID', 'PIPELINE', 'STATUS', 'STATE', 'PROGRESS', 'PRIORITY', 'COST', 'CREATED'];
const row = (job: JobSummary) => [
  job.id,
  job.pipeline,
  job.status,
  job.state,
  percent(job.progress),
  job.priority,
  money(job.costMicros),
  job.createdAt,
];

export function pageText({ items, nextCursor }: JobPage): string {
  if (items.length === 0) return 'No jobs.';
  const more = nextCursor === null ? [] : [`More: --cursor ${nextCursor}`];
  return [table([HEADING, ...items.map(row)]), ...more].join('\n');
}

export function jobText(job: Job): string {
  const stages = job.stages.map((stage) => [
    named(stage),
    stage.status,
    percent(stage.progress),
    stage.startedAt,
    stage.finishedAt,
  ]);
  const error = job.error === null ? [] : [`${job.error.code}: ${clean(job.error.message)}`];
  const heading = ['STAGE', 'STATUS', 'PROGRESS', 'STARTED', 'FINISHED'];
  return [table([HEADING, row(job)]), ...error, '', table([heading, ...stages])].join('\n');
}

export function costsText({ purchases, ...job }: JobCosts): string {
  const rows = purchases.map(({ at, provider, operation, reservedMicros, heldMicros, spentMicros }) => [
    ...[at, provider, operation, money(reservedMicros), money(heldMicros), money(spentMicros)],
  ]);
  const heading = ['AT', 'PROVIDER', 'OPERATION', 'RESERVED', 'HELD', 'SPENT'];
  const bought = rows.length === 0 ? 'Nothing was bought.' : table([heading, ...rows]);
  const { estimate, budgetMicros } = job;
  const planned = estimate === null ? '-' : `${money(estimate.lowMicros)} to ${money(estimate.highMicros)}`;
  const spent = `Spent: ${money(job.spentMicros)}. Held for bills to come: ${money(job.heldMicros)}.`;
  return `${bought}\n${spent} Estimate: ${planned}. Budget: ${money(budgetMicros)}.`;
}

export const steeredText = (job: JobSummary): string => table([HEADING, row(job)]);

export function cancelledText({ receipt, ...job }: CancelledJob): string {
  const stopped = receipt.stopped.map((work) => [
    named(work),
    work.owner,
    `${(work.ranMs / 1_000).toFixed(1)} s`,
  ]);
  const pending = receipt.pendingEffects.map(
    ({ provider, operation, state, externalId, estimatedMicros }) => [
      provider,
      operation,
      state,
      externalId,
      money(estimatedMicros),
    ],
  );
  return [
    steeredText(job),
    '',
    `Spent: ${money(receipt.spentMicros)}. May still be charged: ${money(receipt.notRecoverableMicros)}.`,
    ...(stopped.length === 0 ? [] : [table([['STOPPED', 'PROCESS', 'RAN'], ...stopped])]),
    ...(pending.length === 0
      ? []
      : [table([['PROVIDER', 'OPERATION', 'STATE', 'ITS ID', 'ESTIMATE'], ...pending])]),
  ].join('\n');
}

export function rerunText({ dryRun, state, executions, lastCostMicros }: Rerun): string {
  const rows = executions.map((execution) => [named(execution), money(execution.lastCostMicros)]);
  return [
    `${dryRun ? 'Would run' : 'Runs'} again, from ${state} on; it cost ${money(lastCostMicros)} last time.`,
    table([['STAGE', 'LAST COST'], ...rows]),
  ].join('\n');
}

export function bulkText({ dryRun, items, more }: Bulk): string {
  const done = items.filter(({ outcome }) => outcome === 'done').length;
  const summary = `${dryRun ? 'Would change' : 'Changed'} ${done} of ${items.length} jobs.`;
  const rows = items.map(({ id, outcome, code }) => [id, outcome, code ?? null]);
  return [
    ...(items.length === 0 ? [] : [table([['ID', 'OUTCOME', 'REASON'], ...rows])]),
    more ? `${summary} More jobs match: run it again with a narrower filter.` : summary,
  ].join('\n');
}

export function drainText({ drained, reason, changedAt, runningStages }: Drain): string {
  const since = `since ${changedAt}${reason === null ? '' : `: ${clean(reason)}`}`;
  return drained
    ? `Drained ${since}. Stages that still run: ${runningStages}.`
    : `Working. Stages that run: ${runningStages}.`;
}

export const limitsText = ({ items }: LimitList): string =>
  items.length === 0
    ? 'No limits.'
    : table([
        ['SCOPE', 'KEY', 'JOBS AT ONCE'],
        ...items.map(({ scope, key, maxJobs }) => [scope, key, maxJobs]),
      ]);
