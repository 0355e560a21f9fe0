import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, ProblemError } from './api-client.js';
import { hasEnded, type Job, type Stage } from './api-types.js';

const AGAIN_MS = 500;

export interface Follower {
  onStages(stages: readonly Stage[]): void;
  /** The job waits for a person. */
  onApproval(job: Job): Promise<void>;
}

/**
 * Follows a job to its end and returns it. Live by server-sent events; whenever that stream breaks or can't be had, by
 * asking, and then the stream is tried again from where it broke.
 */
export async function followJob(
  client: ApiClient,
  id: string,
  follower: Follower,
  signal: AbortSignal,
): Promise<Job> {
  let lastEventId: string | undefined;
  for (;;) {
    try {
      for await (const event of client.events(id, lastEventId)) {
        lastEventId = event.id ?? lastEventId;
        if (event.event === 'progress')
          follower.onStages((JSON.parse(event.data) as { stages: Stage[] }).stages);
        else if (event.event === 'stage.awaiting_approval') break;
      }
    } catch {
      signal.throwIfAborted();
    }
    const job = await currentState(client, id);
    if (job) follower.onStages(job.stages);
    if (job && hasEnded(job)) return job;
    if (job?.status === 'awaiting_approval') await follower.onApproval(job);
    await sleep(AGAIN_MS, undefined, { signal });
  }
}

/** Undefined while the API can't be reached, or wants to be asked less often. */
async function currentState(client: ApiClient, id: string): Promise<Job | undefined> {
  try {
    return await client.job(id);
  } catch (error) {
    const passing = !(error instanceof ProblemError) || [429, 500, 502, 503].includes(error.problem.status);
    if (passing) return undefined;
    throw error;
  }
}
