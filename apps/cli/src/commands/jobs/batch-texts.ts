import type { AcceptedBatch, Batch } from '#client';
import { formatMicros, micros } from '#libs/kernel';
import { table } from './table.js';

const HEADING = ['NO', 'ID', 'STATUS', 'COST', 'ERROR'];

export const acceptedText = ({ batchId, items }: AcceptedBatch): string =>
  [
    table([['NO', 'ID', 'STATUS'], ...items.map(({ id, status }, index) => [index + 1, id, status])]),
    `Batch: ${batchId}`,
  ].join('\n');

export function batchText({ id, jobs, counts, costMicros }: Batch): string {
  const rows = jobs.map((job, index) => [
    ...[index + 1, job.id, job.status, formatMicros(micros(job.costMicros))],
    job.error === null ? null : `${job.error.code}: ${job.error.message}`,
  ]);
  const tally = Object.entries(counts).flatMap(([status, count]) =>
    count > 0 ? [`${count} ${status}`] : [],
  );
  const cost = formatMicros(micros(costMicros));
  return `${table([HEADING, ...rows])}\nBatch ${id}: ${tally.join(', ')}. Cost: ${cost}.`;
}
