import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { CreativePlanSchema } from '../domain/index.js';
import { PLAN_TASK } from '../local/writing/index.js';
import { PLAN_INSTRUCTIONS, PlanInput } from './plan-request.js';

/** What the script and its shots may be cut into at most; the film's length decides within it. */
const MAX_SCENES = 30;

/** Writes the script and the shot list of the full track. */
@Injectable()
export class CreativeDirector extends Agent<typeof PlanInput, typeof CreativePlanSchema> {
  override readonly name = 'CreativeDirector';
  override readonly version = 1;
  override readonly input = PlanInput;
  override readonly output = CreativePlanSchema;
  override readonly timeoutMs = 120_000;

  override async run(
    { providers: asked, ...material }: z.output<typeof PlanInput>,
    { providers, seed, signal, used }: AgentContext,
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
    return made.value;
  }
}
