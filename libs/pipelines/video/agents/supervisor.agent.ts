import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { micros } from '#libs/kernel';
import {
  decide,
  DecisionSchema,
  MAX_REPAIRS,
  PRESET_NAMES,
  scenesToRepair,
  SemanticReportSchema,
  TechnicalReportSchema,
  TimelineSchema,
} from '../domain/index.js';
import { publishReport } from '../local/delivery/report.js';

const Input = z.object({
  technical: TechnicalReportSchema,
  semantic: SemanticReportSchema,
  preset: z.enum(PRESET_NAMES),
  costMicros: z.number().int(),
  budgetMicros: z.number().int(),
  timeline: TimelineSchema,
  /** What was decided about the money: the pictures' line tells what a scene costs. */
  plan: z.object({ lines: z.array(z.object({ capability: z.string(), highMicros: z.number().int() })) }),
});

/** Decides by a table of rules whether the film goes out, is refused, or waits for a person; a refused one has its report too. */
@Injectable()
export class Supervisor extends Agent<typeof Input, typeof DecisionSchema> {
  override readonly name = 'Supervisor';
  override readonly version = 2;
  override readonly input = Input;
  override readonly output = DecisionSchema;
  override readonly timeoutMs = 30_000;

  override async run(
    { technical, semantic, preset, costMicros, budgetMicros, timeline, plan }: z.output<typeof Input>,
    context: AgentContext,
  ): Promise<z.input<typeof DecisionSchema>> {
    const sceneIds = timeline.scenes.map(({ sceneId }) => sceneId);
    const scenes = scenesToRepair({ technical, semantic }, sceneIds);
    const pictures = plan.lines.find(({ capability }) => capability === 'video')?.highMicros ?? 0;
    const decision = decide({
      preset,
      quality: semantic.score,
      technical: technical.score,
      costMicros: micros(costMicros),
      budgetMicros: micros(budgetMicros),
      scenes,
      repairsLeft: MAX_REPAIRS + 1 - context.take,
      repairMicros: micros(Math.ceil((pictures * scenes.length) / sceneIds.length)),
    });
    await publishReport({ technical, semantic, decision }, context);
    return decision;
  }
}
