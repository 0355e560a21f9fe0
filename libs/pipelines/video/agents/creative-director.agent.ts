import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Agent, type AgentContext, type Looks } from '#libs/agents';
import { CreativePlanSchema, PRESETS, type CreativePlan } from '../domain/index.js';
import { PLAN_TASK } from '../local/writer-tasks.js';
import { PLAN_INSTRUCTIONS, PlanInput } from './plan-request.js';

/** What the script and its shots may be cut into at most; the film's length decides within it. */
const MAX_SCENES = 30;
/** So much of a brief tells what it is about. */
const SUBJECT_LENGTH = 2_000;

/** Writes the script and the shot list of the full track. */
@Injectable()
export class CreativeDirector extends Agent<typeof PlanInput, typeof CreativePlanSchema> {
  override readonly name = 'CreativeDirector';
  override readonly version = 2;
  override readonly input = PlanInput;
  override readonly output = CreativePlanSchema;
  override readonly timeoutMs = 120_000;

  override async run(
    { providers: asked, ...material }: z.output<typeof PlanInput>,
    { providers, seed, signal, used, looks }: AgentContext,
  ): Promise<z.input<typeof CreativePlanSchema>> {
    const made = await providers.text(asked).generate({
      task: PLAN_TASK,
      instructions: PLAN_INSTRUCTIONS,
      data: { ...material, maxScenes: MAX_SCENES },
      schema: CreativePlanSchema,
      seed,
      signal,
    });
    used(made);
    return PRESETS[material.preset].remembersLook
      ? withKnownLook(made.value, material.brief.text, looks)
      : made.value;
  }
}

/** In the look of the tenant's earlier films on the subject; the first one decides it. */
async function withKnownLook(plan: CreativePlan, subject: string, looks: Looks): Promise<CreativePlan> {
  const excerpt = subject.slice(0, SUBJECT_LENGTH);
  const known = await looks.recall(excerpt);
  if (known !== null) {
    const { style, lighting, characters } = known;
    return { ...plan, consistency: { style, lighting, character: characters.join('; ') } };
  }
  const { style, lighting, character } = plan.consistency;
  await looks.remember(excerpt, { style, lighting, characters: character === '' ? [] : [character] });
  return plan;
}
