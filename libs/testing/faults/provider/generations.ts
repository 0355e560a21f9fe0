/** One piece of work at the provider. */
export interface Generation {
  id: string;
  reference: string;
  costMicros: number;
  doneAt: number;
  cancelled: boolean;
  webhook: string | null;
}

export interface GenerationAnswer {
  id: string;
  status: 'queued' | 'running' | 'done' | 'cancelled';
  output?: { text: string };
  costMicros?: number;
}

const QUEUED_MS = 20;

/** The provider's memory of its work, by id, by the caller's reference and by idempotency key. */
export class Generations {
  private readonly byId = new Map<string, Generation>();
  private readonly byReference = new Map<string, Generation>();
  private readonly byKey = new Map<string, Generation>();

  add(generation: Generation, key: string | null): void {
    this.byId.set(generation.id, generation);
    this.byReference.set(generation.reference, generation);
    if (key !== null) this.byKey.set(key, generation);
  }

  get(id: string): Generation | undefined {
    return this.byId.get(id);
  }

  withReference(reference: string): Generation | undefined {
    return this.byReference.get(reference);
  }

  withKey(key: string): Generation | undefined {
    return this.byKey.get(key);
  }

  get size(): number {
    return this.byId.size;
  }
}

export function answerFor(generation: Generation, now: number): GenerationAnswer {
  const { id, reference, costMicros, doneAt } = generation;
  if (generation.cancelled) return { id, status: 'cancelled', costMicros };
  if (now >= doneAt) return { id, status: 'done', output: { text: `made ${reference}` }, costMicros };
  return { id, status: now < doneAt - QUEUED_MS ? 'queued' : 'running' };
}
