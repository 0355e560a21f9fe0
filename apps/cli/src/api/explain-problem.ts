import type { ProblemError } from '#client';

/** What happened, which fields are wrong, and what to do. */
export function explainProblem({ problem }: ProblemError): string {
  const { title, status, detail, errors = [] } = problem;
  const fields = errors.map(({ path, message }) => `  ${path}: ${message}`);
  return [`${title} (${status})`, ...(fields.length > 0 ? fields : [`  ${detail}`]), nextStep(problem)].join(
    '\n',
  );
}

function nextStep({ errors, status, correlationId }: ProblemError['problem']): string {
  if (errors?.length) return 'Change what is named above and run the command again.';
  if (status >= 500) return `Look for ${correlationId || 'unknown'} in the API's log.`;
  return 'Correct the request and run the command again.';
}
