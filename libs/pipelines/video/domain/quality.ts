import { z } from 'zod';
import { BlobRefSchema } from './timeline.js';

/** One measured fact: what was found, what was asked, and where. */
export const EvidenceSchema = z.object({
  check: z.string(),
  passed: z.boolean(),
  measured: z.union([z.number(), z.string()]),
  threshold: z.string(),
  scene: z.string().optional(),
  /** Seconds from the start of the film. */
  atSec: z.number().optional(),
});
export type Evidence = z.output<typeof EvidenceSchema>;

export const TechnicalReportSchema = z.object({
  /** Share of passed checks, weighted; below 0.8 fails. A file that can't be decoded scores 0. */
  score: z.number().min(0).max(1),
  passed: z.boolean(),
  checks: z.array(EvidenceSchema),
});
export type TechnicalReport = z.output<typeof TechnicalReportSchema>;

/** Frames of a film, small, as packed 8-bit RGB one after the other; they were shown at these seconds. */
export const SamplesSchema = z.object({
  frames: BlobRefSchema,
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  atSec: z.array(z.number()),
});
export type Samples = z.output<typeof SamplesSchema>;

export const CriterionSchema = z.object({
  name: z.enum(['style_coherence', 'narrative_adherence', 'emotional_sync', 'visual_quality']),
  weight: z.number(),
  score: z.number().min(0).max(1),
  evidence: z.array(EvidenceSchema),
});

export const SemanticReportSchema = z.object({
  score: z.number().min(0).max(1),
  criteria: z.array(CriterionSchema).length(4),
  /** What could not be judged without a vision model or a speech recogniser, said plainly. */
  notJudged: z.array(z.string()),
});
export type SemanticReport = z.output<typeof SemanticReportSchema>;

export const DecisionSchema = z.object({
  decision: z.enum(['approve', 'reject', 'escalate', 'repair']),
  reason: z.string(),
  /** For `repair`: the scenes that are made again, by their place in the film. */
  scenes: z.array(z.number().int()),
  quality: z.number(),
  technical: z.number(),
  costMicros: z.number().int(),
  budgetMicros: z.number().int(),
});
export type Decision = z.output<typeof DecisionSchema>;
