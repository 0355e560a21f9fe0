import { readFile } from 'node:fs/promises';
import type { SubmitJob } from '#client';
import { AppError } from '#libs/kernel';

/**
 * The jobs of a file: a list, an object with `jobs`, or a job on each line. What a job has to look like is for the API to say.
 * @throws AppError telling which line is no JSON
 */
export async function readBatch(file: string): Promise<SubmitJob[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new AppError('cli.no_file', `${file} can't be read: ${(error as Error).message}`, { cause: error });
  });
  const whole = parsed(text);
  if (Array.isArray(whole)) return whole as SubmitJob[];
  if (isObject(whole)) return (Array.isArray(whole.jobs) ? whole.jobs : [whole]) as SubmitJob[];
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const job = parsed(line);
    if (isObject(job)) return [job as unknown as SubmitJob];
    const wanted = 'a list of jobs, {"jobs": […]}, or one job on each line';
    throw new AppError(
      'cli.no_batch',
      `${file}, line ${index + 1}: this is no job. The file must hold ${wanted}.`,
    );
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
