import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { Markets, micros } from '#libs/kernel';
import { planFilm, PRESET_NAMES, SanitizedBriefSchema } from '../domain/index.js';

const Input = z.object({
  preset: z.enum(PRESET_NAMES),
  durationSec: z.number().positive(),
  aspect: z.string(),
  resolution: z.string(),
  brief: SanitizedBriefSchema,
  budgetMicros: z.number().int(),
});

const amount = z.number().int();
const LineSchema = z.object({
  capability: z.string(),
  provider: z.string(),
  model: z.string(),
  quantities: z.array(z.object({ unit: z.string(), low: z.number().int(), high: z.number().int() })),
  lowMicros: amount,
  highMicros: amount,
  reason: z.string(),
  downgraded: z.boolean(),
  fallbacks: z.array(z.string()),
  rejected: z.array(z.object({ provider: z.string(), model: z.string(), reason: z.string() })),
});

const Output = z.object({
  /** Micro-dollars, like every amount here. */
  budgetMicros: amount,
  lowMicros: amount,
  highMicros: amount,
  priceList: z.string(),
  lines: z.array(LineSchema),
  /** For each kind of work who is asked, in this order. */
  providers: z.record(z.string(), z.array(z.string())),
});

/** Decides who makes what, before anything is made: by the preset, the price list and who can be had. Rules and arithmetic alone. */
@Injectable()
export class FinancialOrchestrator extends Agent<typeof Input, typeof Output> {
  override readonly name = 'FinancialOrchestrator';
  override readonly version = 2;
  override readonly input = Input;
  override readonly output = Output;
  override readonly timeoutMs = 10_000;

  constructor(private readonly markets: Markets) {
    super();
  }

  override run(
    { brief, budgetMicros, ...order }: z.output<typeof Input>,
    { tenantId }: AgentContext,
  ): Promise<z.input<typeof Output>> {
    const budget = micros(budgetMicros);
    const market = this.markets.forTenant(tenantId);
    const plan = planFilm({ ...order, briefLength: brief.text.length, budgetMicros: budget }, market);
    const lines = plan.lines.map((line) => ({ ...line, quantities: line.quantities.map((q) => ({ ...q })) }));
    const providers = Object.fromEntries(
      lines.map(({ capability, provider, fallbacks }) => [capability, [provider, ...fallbacks]]),
    );
    return Promise.resolve({ ...plan, budgetMicros, lines, providers });
  }
}
