import type { Problem } from './schema.js';

const PREFIX = '/problems/';

/** The API refused a request, and says why: an RFC 9457 problem. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(problem.detail ? `${problem.title}: ${problem.detail}` : problem.title);
  }

  /** What kind of problem it is, as a code that stays: `job.not_found`. Empty where it was not the API that answered. */
  get code(): string {
    const { type } = this.problem;
    return type.startsWith(PREFIX) ? type.slice(PREFIX.length) : '';
  }

  get status(): number {
    return this.problem.status;
  }

  static async of(response: Response): Promise<ProblemError> {
    const text = await response.text();
    const problem = {
      type: 'about:blank',
      title: response.statusText || 'The API refused',
      status: response.status,
      detail: text,
      instance: response.url,
      correlationId: '',
    };
    try {
      return new ProblemError({ ...problem, detail: '', ...(JSON.parse(text) as Partial<Problem>) });
    } catch {
      // A proxy in between speaks for itself.
      return new ProblemError(problem);
    }
  }
}
