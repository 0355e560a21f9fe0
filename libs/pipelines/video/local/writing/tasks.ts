import { z } from 'zod';
import type { JsonObject } from '#libs/kernel';
import {
  PRESET_NAMES,
  SanitizedBriefSchema,
  type CreativePlan,
  type SanitizedBrief,
  type VisualPlan,
} from '../../domain/index.js';
import { planFilm } from './plan-film.js';

/** The data of both tasks. */
const PlanDataSchema = z.object({
  brief: SanitizedBriefSchema,
  durationSec: z.number().positive(),
  preset: z.enum(PRESET_NAMES),
  maxScenes: z.number().int().positive(),
});

/** Answers `video.plan`. */
export const answerPlan = (data: JsonObject, seed: number): CreativePlan => {
  const { brief, ...request } = PlanDataSchema.parse(data);
  return planFilm(brief, { ...request, seed });
};

/** Answers `video.fast_plan`: the plan together with what it looks like, by the given art director. */
export const fastPlanTask =
  (planVisuals: (plan: CreativePlan, brief: SanitizedBrief, seed: number) => VisualPlan) =>
  (data: JsonObject, seed: number): { plan: CreativePlan; visuals: VisualPlan } => {
    const plan = answerPlan(data, seed);
    return { plan, visuals: planVisuals(plan, PlanDataSchema.parse(data).brief, seed) };
  };
