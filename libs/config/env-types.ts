import { z } from 'zod';

/** A whole number within bounds, written in decimal digits. */
export const integer = (min: number, max: number) =>
  z.coerce
    .number({ error: `must be a whole number from ${min} to ${max}` })
    .int({ error: `must be a whole number from ${min} to ${max}` })
    .min(min, { error: `must be at least ${min}` })
    .max(max, { error: `must be at most ${max}` });

export const text = (minLength = 1) => {
  const error = `must have at least ${minLength} characters`;
  return z.string({ error }).min(minLength, { error });
};

/** Text of a form; `rule` says which, in words that follow the variable's name. */
export const form = (rule: string, fits: (value: string) => boolean) =>
  z.string({ error: rule }).refine(fits, { error: rule });

export const url = (...protocols: string[]) => {
  const error = `must be a URL that starts with ${protocols.map((p) => `${p}://`).join(' or ')}`;
  const fits = (value: string) =>
    URL.canParse(value) && protocols.includes(new URL(value).protocol.replace(':', ''));
  return z.string({ error }).refine(fits, { error });
};

export const choice = <const T extends readonly [string, ...string[]]>(...values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` });

export const flag = () =>
  z.enum(['true', 'false'], { error: 'must be true or false' }).transform((value) => value === 'true');

/** Values separated by commas. @param what the values are, for the error, e.g. "origins such as https://example.com" */
export const list = (fits: (value: string) => boolean, what: string) =>
  z
    .string({ error: `must be ${what}, separated by commas` })
    .transform((text) =>
      text
        .split(',')
        .map((value) => value.trim())
        .filter((value) => value !== ''),
    )
    .refine((values) => values.every(fits), { error: `must be ${what}, separated by commas` });
