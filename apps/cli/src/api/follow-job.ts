import type { AiprodClient, Job, Stage } from '#client';

export interface Follower {
  onStages(stages: readonly Stage[]): void;
  /** The job waits for a person. */
  onApproval(job: Job): Promise<void>;
}

/** Follows a job to its end and returns it as it then is. */
export async function followJob(client: AiprodClient, id: string, follower: Follower): Promise<Job> {
  for await (const { type, data } of client.jobs.watch(id)) {
    if (type === 'progress') follower.onStages(data.stages as Stage[]);
    if (type !== 'stage.awaiting_approval') continue;
    const job = await client.jobs.get(id);
    // One decision is for all that waited when it was made.
    if (job.status === 'awaiting_approval') await follower.onApproval(job);
  }
  const job = await client.jobs.get(id);
  follower.onStages(job.stages);
  return job;
}
