import { ValidationError } from '#libs/kernel';

/** Where to go on: what the client says it has seen last counts before what its address says. @throws ValidationError */
export function resumeAfter(lastEventId: string | undefined, after: number | undefined): number {
  if (lastEventId === undefined || lastEventId === '') return after ?? 0;
  if (/^\d{1,9}$/.test(lastEventId)) return Number(lastEventId);
  throw new ValidationError([{ path: 'Last-Event-ID', message: 'must be the id of an event of this job' }]);
}
