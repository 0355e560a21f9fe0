import { Cron } from 'croner';
import { ValidationError, type FieldError } from '#libs/kernel';

/** When a schedule comes round: five cron fields, or six with seconds first, read on the clocks of a time zone. */
export interface Recurrence {
  cron: string;
  timezone: string;
}

/**
 * The first tick after this moment; null where there is none, as with 30 February.
 * A fixed time that the clocks skip comes at the first moment after the gap; one that they repeat comes once.
 * @throws Error where cron or time zone can't be read
 */
export function tickAfter({ cron, timezone }: Recurrence, after: Date): Date | null {
  return new Cron(cron, { timezone, mode: '5-or-6-parts' }).nextRun(after);
}

/** At most `count` ticks after this moment. */
export function ticksAfter(recurrence: Recurrence, after: Date, count: number): Date[] {
  const ticks: Date[] = [];
  for (let at = tickAfter(recurrence, after); at !== null; at = tickAfter(recurrence, at)) {
    ticks.push(at);
    if (ticks.length === count) break;
  }
  return ticks;
}

/**
 * The first tick after this moment, of a recurrence that somebody has just written.
 * @throws ValidationError naming `cron` or `timezone`
 */
export function firstTick(recurrence: Recurrence, after: Date): Date {
  const errors = [...timezoneErrors(recurrence.timezone), ...cronErrors(recurrence.cron)];
  if (errors.length > 0) throw new ValidationError(errors);
  const tick = tickAfter(recurrence, after);
  if (tick === null)
    throw new ValidationError([{ path: 'cron', message: 'names a moment that never comes' }]);
  return tick;
}

function timezoneErrors(timezone: string): FieldError[] {
  try {
    // Offsets are read too, but they know nothing of summer time: a name says what people mean.
    if (/^[A-Za-z]/.test(timezone) && new Intl.DateTimeFormat('en', { timeZone: timezone })) return [];
  } catch {
    // Told below.
  }
  return [{ path: 'timezone', message: 'must be an IANA time zone, for example Europe/Lisbon or UTC' }];
}

function cronErrors(cron: string): FieldError[] {
  const example = 'for example "0 7 * * 1-5" (at 07:00 from Monday to Friday)';
  const form = `must be five fields (minute hour day month weekday), or six with seconds first, ${example}`;
  const fields = cron.trim().split(/\s+/).length;
  if (fields < 5 || fields > 6) return [{ path: 'cron', message: form }];
  try {
    new Cron(cron, { mode: '5-or-6-parts' });
    return [];
  } catch (error) {
    const detail = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : '';
    return [{ path: 'cron', message: `${form}; ${detail}` }];
  }
}
