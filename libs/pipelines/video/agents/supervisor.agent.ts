import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { micros } from '#libs/kernel';
import {
  decide,
  DecisionSchema,
  PRESET_NAMES,
  SemanticReportSchema,
  TechnicalReportSchema,
} from '../domain/index.js';
import { publishReport } from '../local/delivery/report.js';

const Input = z.object({
  technical: TechnicalReportSchema,
  semantic: SemanticReportSchema,
  preset: z.enum(PRESET_NAMES),
  costMicros: z.number().int(),
  budgetMicros: z.number().int(),
});

/** Decides by a table of rules whether the film goes out, is refused, or waits for a person; a refused one has its report too. */
@Injectable()
export class Supervisor extends Agent<typeof Input, typeof DecisionSchema> {
  override readonly name = 'Supervisor';
  override readonly version = 1;
  override readonly input = Input;
  override readonly output = DecisionSchema;
  override readonly timeoutMs = 30_000;

  override async run(
    { technical, semantic, preset, costMicros, budgetMicros }: z.output<typeof Input>,
    context: AgentContext,
  ): Promise<z.input<typeof DecisionSchema>> {
    const decision = decide({
      preset,
      quality: semantic.score,
      technical: technical.score,
      costMicros: micros(costMicros),
      budgetMicros: micros(budgetMicros),
    });
    await publishReport({ technical, semantic, decision }, context);
    return decision;
  }
}
