import { Injectable } from '@nestjs/common';
import { foldedStatus, project, stageKey } from '../domain/projection.js';
import { statusAhead } from '../domain/stages-ahead.js';
import { VerificationStore, type JobRecord } from '../persistence/verification-store.js';

/** Something that the rows say otherwise than the events. */
export interface Difference {
  jobId: string;
  field: string;
  events: unknown;
  rows: unknown;
}

const BATCH = 200;

/** Rebuilds every job from its events and holds it against its rows: the event log is the truth, the rows are its projection. */
@Injectable()
export class JobVerifier {
  constructor(private readonly store: VerificationStore) {}

  count(only: string | null = null): Promise<number> {
    return this.store.count(only);
  }

  /** The differences, a batch of jobs at a time. Jobs may run meanwhile: each batch is read as of one moment. */
  async *verify(only: string | null = null): AsyncGenerator<{ jobs: number; differences: Difference[] }> {
    for (let after: string | null = null; ;) {
      const records: JobRecord[] = await this.store.records(after, BATCH, only);
      yield { jobs: records.length, differences: records.flatMap(differencesOf) };
      after = records.at(-1)?.job.id ?? null;
      if (records.length < BATCH) return;
    }
  }
}

/** @returns nothing where the events tell exactly what the rows say */
function differencesOf({ job, stages, events }: JobRecord): Difference[] {
  const names = stages.filter(({ item }) => item === null).map(({ stage }) => stage);
  const told = project(names, events);
  const numbers = events.map(({ seq }) => seq);
  const gap = numbers.findIndex((seq, index) => seq !== index + 1);
  const rows = Object.fromEntries(
    stages.map(({ stage, item, status, attempt }) => [stageKey(stage, item), standing(status, attempt)]),
  );
  const ahead = standing(statusAhead(job.status), 0);
  const facts: [field: string, events: unknown, rows: unknown][] = [
    ['status', told.status, job.status],
    ['state', told.state, job.state],
    ['priority', told.priority, job.priority],
    ['costMicros', told.costMicros, job.cost_micros],
    ['scores', sorted(told.scores), sorted(job.scores)],
    ['event_seq', gap === -1 ? numbers.length : `gap at ${gap + 1}`, job.event_seq],
    ...[...new Set([...Object.keys(told.stages), ...Object.keys(rows)])].map(
      (key): [string, unknown, unknown] => {
        const stage = told.stages[key];
        // What nothing has come to yet has no row.
        return [
          key,
          stage && standing(stage.status, stage.attempt),
          rows[key] ?? (isItem(key) ? undefined : ahead),
        ];
      },
    ),
  ];
  return facts
    .filter(([, told, row]) => JSON.stringify(told) !== JSON.stringify(row))
    .map(([field, events, rows]) => ({ jobId: job.id, field, events: events ?? null, rows: rows ?? null }));
}

const standing = (status: string, attempt: number) => `${foldedStatus(status)}, attempt ${attempt}`;

const isItem = (key: string) => key.endsWith(']');

const sorted = (scores: Record<string, number>) =>
  Object.fromEntries(Object.entries(scores).sort(([a], [b]) => (a < b ? -1 : 1)));
