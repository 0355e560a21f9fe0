import { type AiprodClient, type Batch, hasEnded } from '#client';
import { Bars } from '../../progress/bars.js';
import { connect, LONG_MS } from './connect.js';
import { readBatch } from './read-batch.js';
import type { Output } from './run.js';
import { acceptedText, batchText } from './batch-texts.js';

export interface BatchOptions extends Output {
  readonly wait?: boolean;
}

/** Submits the jobs of a file together. Returns the exit code: 1 where it has waited and one of them has not completed. */
export async function submitBatch(file: string, { wait, json }: BatchOptions): Promise<number> {
  const jobs = await readBatch(file);
  const { batches } = connect(LONG_MS);
  const accepted = await batches.submit(jobs);
  if (!wait) {
    console.log(json ? JSON.stringify(accepted) : acceptedText(accepted));
    return 0;
  }
  const batch = await followed(batches, accepted.batchId, process.stderr);
  console.log(json ? JSON.stringify(batch) : batchText(batch));
  return batch.counts.completed === batch.jobs.length ? 0 : 1;
}

/** Shows each job from when it begins to when it ends. */
async function followed(
  batches: AiprodClient['batches'],
  id: string,
  stream: NodeJS.WriteStream,
): Promise<Batch> {
  let batch = await batches.get(id);
  const width = String(batch.jobs.length).length;
  const names = batch.jobs.map((job, index) => `${String(index + 1).padStart(width)} ${job.id}`);
  const bars = new Bars(stream, names);
  const shown = batch.jobs.map((): 'waits' | 'runs' | 'ended' => 'waits');
  try {
    bars.say(`Batch ${id}: ${names.length} jobs`);
    for await (batch of batches.watch(id)) {
      for (const [index, job] of batch.jobs.entries()) {
        const name = names[index]!;
        if (shown[index] === 'ended' || (shown[index] === 'waits' && job.status === 'pending')) continue;
        if (shown[index] === 'waits') bars.begin(name);
        shown[index] = hasEnded(job) ? 'ended' : 'runs';
        if (hasEnded(job)) bars.end(name, job.status);
        else bars.show(name, { progress: job.progress, note: job.status });
      }
    }
  } finally {
    bars.close();
  }
  return batch;
}
