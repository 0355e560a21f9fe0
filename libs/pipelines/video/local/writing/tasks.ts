import { z } from 'zod';
import type { LocalTextTask } from '#libs/providers';
import {
  PRESET_NAMES,
  SanitizedBriefSchema,
  type CreativePlan,
  type SanitizedBrief,
  type VisualPlan,
} from '../../domain/index.js';
import { planFilm } from './plan-film.js';

export const PLAN_TASK = 'video.plan';
export const FAST_PLAN_TASK = 'video.fast_plan';

/** The data of both tasks. */
const PlanDataSchema = z.object({
  brief: SanitizedBriefSchema,
  durationSec: z.number().positive(),
  preset: z.enum(PRESET_NAMES),
  maxScenes: z.number().int().positive(),
});

/** Answers `video.plan`. */
export const answerPlan: LocalTextTask = (data, seed): CreativePlan => {
  const { brief, ...request } = PlanDataSchema.parse(data);
  return planFilm(brief, { ...request, seed });
};

/** Answers `video.fast_plan`: the plan together with what it looks like, by the given art director. */
export const fastPlanTask =
  (planVisuals: (plan: CreativePlan, brief: SanitizedBrief, seed: number) => VisualPlan): LocalTextTask =>
  (data, seed) => {
    const plan = answerPlan(data, seed) as CreativePlan;
    return { plan, visuals: planVisuals(plan, PlanDataSchema.parse(data).brief, seed) };
  };
