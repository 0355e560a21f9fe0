import { z } from 'zod';
import type { LocalTextTask } from '#libs/providers';
import { CreativePlanSchema, SanitizedBriefSchema } from '../../domain/index.js';
import { planVisuals } from './plan-visuals.js';

const DataSchema = z.object({ plan: CreativePlanSchema, brief: SanitizedBriefSchema });

/** The local answer to `video.visuals`. */
export const answerVisuals: LocalTextTask = (data, seed) => {
  const { plan, brief } = DataSchema.parse(data);
  return planVisuals(plan, brief, seed);
};
