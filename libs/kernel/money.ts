/** An amount in integer micro-dollars (1 USD = 1,000,000). Never a float: sums must be exact. */
export type Micros = number & { readonly __unit: 'micro-dollars' };

export const ZERO_MICROS = micros(0);

/** @throws RangeError if the amount is not a safe integer. */
export function micros(amount: number): Micros {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${amount} is not a whole number of micro-dollars`);
  return amount as Micros;
}

export const addMicros = (...amounts: Micros[]): Micros => micros(amounts.reduce((a, b) => a + b, 0));

/** "$1.25", with as many of the six decimals as the amount needs, at least two. */
export function formatMicros(amount: Micros): string {
  const digits = Math.abs(amount).toString().padStart(7, '0');
  const decimals = digits.slice(-6).replace(/0{1,4}$/, '');
  return `${amount < 0 ? '-' : ''}$${digits.slice(0, -6)}.${decimals}`;
}
