import { AppError, formatMicros, micros } from '#libs/kernel';

export const BUDGET_SCOPES = ['tenant', 'user'] as const;
export type BudgetScope = (typeof BUDGET_SCOPES)[number];
export const BUDGET_PERIODS = ['day', 'month'] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

/** From this share of a budget on, whoever looks after it is told. */
export const ALERT_SHARE = 0.8;

/** A budget with a limit, with the reservation that is about to be made. Periods begin at midnight UTC. */
export interface BudgetState {
  tenantId: string;
  scope: 'job' | BudgetScope;
  subject: string;
  period: 'whole' | BudgetPeriod;
  /** Its first day. */
  starts: string;
  limitMicros: number;
  heldMicros: number;
  spentMicros: number;
  /** What is asked for; it is part of `heldMicros`. */
  amountMicros: number;
}

export const usedMicros = ({ heldMicros, spentMicros }: BudgetState): number => heldMicros + spentMicros;

export const exceeds = (budget: BudgetState): boolean =>
  budget.amountMicros > 0 && usedMicros(budget) > budget.limitMicros;

/** Whether this reservation is the one that reaches the share at which somebody is to be told. A job's own budget is nobody's worry. */
export function reachesAlert(budget: BudgetState): boolean {
  if (budget.scope === 'job') return false;
  const bar = budget.limitMicros * ALERT_SHARE;
  return usedMicros(budget) >= bar && usedMicros(budget) - budget.amountMicros < bar;
}

const NAMES = { job: 'The job’s budget', user: 'The user’s budget', tenant: 'The tenant’s budget' };
const PERIODS = { whole: '', day: ' for the day', month: ' for the month' };
const AGAIN = {
  whole: 'Choose a cheaper preset or a shorter piece.',
  day: 'It is renewed at midnight UTC; whoever manages the settings can raise it.',
  month: 'It is renewed on the first of the month; whoever manages the settings can raise it.',
};

export function budgetExceeded(budget: BudgetState): AppError {
  const { scope, period, limitMicros, spentMicros, amountMicros } = budget;
  const heldBefore = budget.heldMicros - amountMicros;
  const money = (amount: number): string => formatMicros(micros(amount));
  return new AppError(
    'costs.budget_exceeded',
    `${NAMES[scope]}${PERIODS[period]} is ${money(limitMicros)}: ${money(spentMicros)} are spent, ${money(heldBefore)} are held, and this needs up to ${money(amountMicros)}. ${AGAIN[period]}`,
    {
      class: 'budget',
      details: {
        scope,
        period,
        limitMicros,
        spentMicros,
        heldMicros: heldBefore,
        neededMicros: amountMicros,
      },
    },
  );
}
