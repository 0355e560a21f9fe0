import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { CreativePlanSchema, FAST_MAX_SCENES, VisualPlanSchema } from '../domain/index.js';
import { FAST_PLAN_TASK } from '../local/writer-tasks.js';
import { PLAN_INSTRUCTIONS, PlanInput } from './plan-request.js';

const Output = z.object({ plan: CreativePlanSchema, visuals: VisualPlanSchema });

/** Writes and draws up a simple film in one go: the plan and what it looks like. */
@Injectable()
export class FastTrackAgent extends Agent<typeof PlanInput, typeof Output> {
  override readonly name = 'FastTrackAgent';
  override readonly version = 2;
  override readonly input = PlanInput;
  override readonly output = Output;
  override readonly timeoutMs = 60_000;

  override async run(
    { providers: asked, ...material }: z.output<typeof PlanInput>,
    { providers, seed, signal, used }: AgentContext,
  ): Promise<z.input<typeof Output>> {
    const made = await providers.text(asked).generate({
      task: FAST_PLAN_TASK,
      instructions: `${PLAN_INSTRUCTIONS}\nGive the visual plan along with it: one palette, and for each scene layout, icons and texts.`,
      data: { ...material, maxScenes: FAST_MAX_SCENES },
      schema: Output,
      seed,
      signal,
    });
    used(made);
    return made.value;
  }
}
