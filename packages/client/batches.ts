import type { Client } from 'openapi-fetch';
import { data } from './answers.js';
import type { AcceptedBatch, Batch, paths, SubmitJob } from './schema.js';
import { anyOf, isPassing, pause } from './transport.js';

const LOOK_MS = 1_000;

/** Jobs that are submitted together: all of them are accepted, or none. */
export class Batches {
  constructor(
    private readonly api: Client<paths>,
    private readonly signal?: AbortSignal,
  ) {}

  /** 1 to 100 jobs. @param idempotencyKey two submissions with the same key make one batch */
  submit(jobs: SubmitJob[], idempotencyKey: string = crypto.randomUUID()): Promise<AcceptedBatch> {
    const headers = { 'idempotency-key': idempotencyKey };
    return data(this.api.POST('/v1/jobs/batch', { body: { jobs }, headers }));
  }

  get(id: string): Promise<Batch> {
    return data(this.api.GET('/v1/batches/{id}', { params: { path: { id } } }));
  }

  /** How the batch stands, again and again until the last of its jobs has ended. */
  async *watch(id: string, { signal }: { signal?: AbortSignal } = {}): AsyncGenerator<Batch, void> {
    const stop = anyOf(this.signal, signal);
    for (;;) {
      const batch = await this.get(id).catch((error: unknown) => {
        stop?.throwIfAborted();
        if (!isPassing(error)) throw error;
      });
      if (batch !== undefined) yield batch;
      if (batch !== undefined && batch.finishedAt !== null) return;
      await pause(LOOK_MS, stop);
    }
  }
}
