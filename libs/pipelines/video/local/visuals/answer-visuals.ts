import { z } from 'zod';
import type { JsonObject } from '#libs/kernel';
import { CreativePlanSchema, SanitizedBriefSchema, type VisualPlan } from '../../domain/index.js';
import { planVisuals } from './plan-visuals.js';

const DataSchema = z.object({ plan: CreativePlanSchema, brief: SanitizedBriefSchema });

/** The local answer to `video.visuals`. */
export const answerVisuals = (data: JsonObject, seed: number): VisualPlan => {
  const { plan, brief } = DataSchema.parse(data);
  return planVisuals(plan, brief, seed);
};
