import type { JsonObject } from '#libs/kernel';
import { answerVisuals, planVisuals } from './visuals/index.js';
import { FAST_PLAN_TASK, PLAN_TASK, VISUALS_TASK, type WriterRequest } from './writer-tasks.js';
import { answerPlan, fastPlanTask } from './writing/index.js';

const ANSWERS: Record<WriterRequest['task'], (data: JsonObject, seed: number) => unknown> = {
  [PLAN_TASK]: answerPlan,
  [FAST_PLAN_TASK]: fastPlanTask(planVisuals),
  [VISUALS_TASK]: answerVisuals,
};

export const work = ({ task, data, seed }: WriterRequest): unknown => ANSWERS[task](data, seed);
