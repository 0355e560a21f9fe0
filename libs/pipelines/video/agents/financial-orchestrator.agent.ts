import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { amountOf, PRICE_LIST, priceOf } from '#libs/costs';
import { addMicros, AppError, formatMicros, ZERO_MICROS } from '#libs/kernel';
import {
  budgetOf,
  COMPONENTS,
  PRESET_NAMES,
  quantitiesOf,
  ScriptSchema,
  type Component,
} from '../domain/index.js';

const Input = z.object({
  preset: z.enum(PRESET_NAMES),
  durationSec: z.number().positive(),
  script: ScriptSchema,
});

const Output = z.object({
  /** Micro-dollars, like every amount here. */
  budgetMicros: z.number().int(),
  estimateMicros: z.number().int(),
  withinBudget: z.literal(true),
  priceList: z.string(),
  lines: z.array(
    z.object({
      component: z.enum(COMPONENTS),
      provider: z.string(),
      unit: z.string(),
      quantity: z.number().int(),
      priceMicros: z.number().int(),
      per: z.number().int(),
      amountMicros: z.number().int(),
    }),
  ),
});

/** Prices the film before anything is made, by the price list and arithmetic alone. */
@Injectable()
export class FinancialOrchestrator extends Agent<typeof Input, typeof Output> {
  override readonly name = 'FinancialOrchestrator';
  override readonly version = 1;
  override readonly input = Input;
  override readonly output = Output;
  override readonly timeoutMs = 10_000;

  override estimate() {
    return ZERO_MICROS;
  }

  /** @throws AppError `costs.unknown_price`, `costs.over_budget` */
  override run(
    { preset, durationSec, script }: z.output<typeof Input>,
    { providers }: AgentContext,
  ): Promise<z.input<typeof Output>> {
    const providerOf: Record<Component, string> = {
      text: providers.text.name,
      video: providers.video.name,
      speech: providers.speech.name,
      music: providers.music.name,
      sound: providers.sound.name,
    };
    const priced = quantitiesOf(script, durationSec).map(({ component, unit, quantity }) => {
      const provider = providerOf[component];
      const price = priceOf(PRICE_LIST, provider, unit);
      const amountMicros = amountOf(price, quantity);
      return {
        component,
        provider,
        unit,
        quantity,
        priceMicros: price.priceMicros,
        per: price.per,
        amountMicros,
      };
    });
    const estimateMicros = addMicros(...priced.map(({ amountMicros }) => amountMicros));
    const budgetMicros = budgetOf(preset, durationSec);
    if (estimateMicros > budgetMicros) {
      throw new AppError(
        'costs.over_budget',
        `The film would cost ${formatMicros(estimateMicros)}, more than the ${formatMicros(budgetMicros)} that ${preset} allows for ${durationSec} s`,
        { class: 'budget', details: { estimateMicros, budgetMicros } },
      );
    }
    return Promise.resolve({
      budgetMicros,
      estimateMicros,
      withinBudget: true as const,
      priceList: PRICE_LIST.version,
      lines: priced,
    });
  }
}
