import { z } from 'zod';
import { BUDGET_PERIODS, BUDGET_SCOPES, type BudgetView } from '#libs/costs';

const micros = z.int().describe('Micro-dollars: 1 USD is 1,000,000.');
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` });

const key = {
  scope: oneOf(BUDGET_SCOPES).describe('Whose spending it limits: all of the tenant’s, or a user’s.'),
  userId: z
    .uuid({ error: 'must be the id of a user' })
    .nullable()
    .default(null)
    .describe('For the scope user: whose; null for every user who has no budget of their own.'),
  period: oneOf(BUDGET_PERIODS).describe('Begins at midnight UTC; a month on its first day.'),
};

const fits = ({ scope, userId }: { scope: string; userId: string | null }): boolean =>
  scope === 'user' || userId === null;
const misfit = { path: ['userId'], error: 'is only for the scope user' };
const limitError = 'must be a whole number of micro-dollars, 0 or more';

export const SetBudgetSchema = z
  .strictObject({
    ...key,
    limitMicros: z
      .int({ error: limitError })
      .min(0, { error: limitError })
      .describe('Micro-dollars. It holds from the next purchase on.'),
  })
  .refine(fits, misfit)
  .meta({
    id: 'SetBudget',
    examples: [{ scope: 'tenant', userId: null, period: 'month', limitMicros: 250_000_000 }],
  });

export const BudgetKeySchema = z
  .strictObject({ ...key, userId: key.userId.optional().default(null) })
  .refine(fits, misfit);

const example = {
  scope: 'tenant' as const,
  userId: null,
  period: 'month' as const,
  limitMicros: 250_000_000,
  heldMicros: 1_200_000,
  spentMicros: 41_350_000,
  alertedAt: null,
  changedBy: '0193a1c0-11d2-7c3b-9a4e-5f6a7b8c9d0e',
  changedAt: '2026-11-21T09:30:00.000Z',
};

export const BudgetSchema = z
  .object({
    scope: z.enum(BUDGET_SCOPES),
    userId: z.uuid().nullable(),
    period: z.enum(BUDGET_PERIODS),
    limitMicros: micros,
    heldMicros: micros.describe('Reserved for calls whose bill is not known yet, in the present period.'),
    spentMicros: micros.describe(
      'In the present period. Both are 0 for a budget that is meant for every user.',
    ),
    alertedAt: z.iso.datetime().nullable().describe('When 80 % of it were used up in this period.'),
    changedBy: z.string(),
    changedAt: z.iso.datetime(),
  })
  .meta({ id: 'Budget', examples: [example] });

export const BudgetListSchema = z
  .object({ items: z.array(BudgetSchema) })
  .meta({ id: 'BudgetList', examples: [{ items: [example] }] });

export type SetBudget = z.output<typeof SetBudgetSchema>;
export type BudgetKeyDto = z.output<typeof BudgetKeySchema>;
export type BudgetListDto = z.output<typeof BudgetListSchema>;

export const toBudgetDto = (budget: BudgetView): BudgetListDto['items'][number] => ({
  scope: budget.scope,
  userId: budget.userId,
  period: budget.period,
  limitMicros: budget.limitMicros,
  heldMicros: budget.heldMicros,
  spentMicros: budget.spentMicros,
  alertedAt: budget.alertedAt?.toISOString() ?? null,
  changedBy: budget.changedBy,
  changedAt: budget.changedAt.toISOString(),
});
