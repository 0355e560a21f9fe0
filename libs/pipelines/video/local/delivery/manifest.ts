import { z } from 'zod';
import { micros, addMicros, type JsonValue } from '#libs/kernel';
import type { BlobRef } from '#libs/storage';
import type { Decision, SemanticReport, TechnicalReport } from '../../domain/quality.js';
import type { Script } from '../../domain/script.js';
import type { Credit } from './credits.js';

export const JobFactsSchema = z.looseObject({
  id: z.string(),
  pipeline: z.string(),
  pipelineVersion: z.number().int(),
  track: z.string(),
  trackReason: z.string(),
  seed: z.number().int(),
  /** What the client sent. */
  input: z.record(z.string(), z.unknown()),
});
export type JobFacts = z.output<typeof JobFactsSchema>;

/** How one stage's output came about; whatever else the kernel knows of it is kept. */
export const StageFactsSchema = z.looseObject({
  stage: z.string(),
  item: z.number().int().nullable(),
  agent: z.string(),
  agentVersion: z.number().int(),
  seed: z.number().int(),
  attempt: z.number().int(),
  usage: z.array(
    z.looseObject({ provider: z.string(), model: z.string(), unit: z.string(), quantity: z.number() }),
  ),
  costMicros: z.number().int(),
  outputKey: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
});
export type StageFacts = z.output<typeof StageFactsSchema>;

export interface Judgement {
  technical: TechnicalReport;
  semantic: SemanticReport;
  decision: Decision;
}

export interface Delivery extends Judgement {
  job: JobFacts;
  stages: StageFacts[];
  script: Script;
}

export type Deliverable = BlobRef & { name: string };

/** How the film came about, for whoever has to answer for it: inputs, agents, providers, prices, hashes, licences. */
export function manifestOf(delivery: Delivery, files: Deliverable[], licences: Credit[]): JsonValue {
  const { job, stages, script, technical, semantic, decision } = delivery;
  const manifest = {
    schema: 'aiprod.video-manifest/1',
    title: script.title,
    language: script.language,
    script,
    job,
    files,
    quality: {
      technical: technical.score,
      semantic: semantic.score,
      decision: decision.decision,
      reason: decision.reason,
    },
    cost: {
      currency: 'USD',
      unit: 'micro-dollars',
      totalMicros: totalCost(stages),
      budgetMicros: decision.budgetMicros,
      usage: usageByModel(stages),
    },
    stages,
    licences,
  };
  return manifest as unknown as JsonValue;
}

/** Everything that was measured, and what was decided on it. */
export const qualityReportOf = ({ technical, semantic, decision }: Judgement): JsonValue =>
  ({ technical, semantic, decision }) as unknown as JsonValue;

export const totalCost = (stages: readonly StageFacts[]): number =>
  addMicros(...stages.map(({ costMicros }) => micros(costMicros)));

/** From the first stage's start to the last one's end. */
export function elapsedSec(stages: readonly StageFacts[]): number {
  const started = Math.min(...stages.map(({ startedAt }) => Date.parse(startedAt)));
  const finished = Math.max(...stages.map(({ finishedAt }) => Date.parse(finishedAt)));
  return stages.length === 0 ? 0 : (finished - started) / 1000;
}

type UsageTotal = StageFacts['usage'][number];

function usageByModel(stages: readonly StageFacts[]): UsageTotal[] {
  const totals = new Map<string, UsageTotal>();
  for (const { provider, model, unit, quantity } of stages.flatMap(({ usage }) => usage)) {
    const key = JSON.stringify([provider, model, unit]);
    const total = totals.get(key)?.quantity ?? 0;
    totals.set(key, { provider, model, unit, quantity: total + quantity });
  }
  return [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);
}
