import type RunwayML from '@runwayml/sdk';
import type { TaskRetrieveResponse } from '@runwayml/sdk/resources/tasks';
import type { MediaCloudConfig } from '../media.config.js';

/** The version of the API that the adapter is written for. */
const API_VERSION = '2024-11-06';
const TIMEOUT_MS = 60_000;
export const PROMPT_LENGTH = 1_000;

export async function runwayClient(
  config: MediaCloudConfig,
  fetch: typeof globalThis.fetch,
): Promise<RunwayML> {
  const { default: Client } = await import('@runwayml/sdk');
  return new Client({
    apiKey: config.RUNWAY_API_KEY ?? '',
    baseURL: config.RUNWAY_BASE_URL,
    runwayVersion: API_VERSION,
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    logLevel: 'off',
    fetch,
  });
}

/** What a task has cost; what is not finished has not. */
export const creditsOf = (task: TaskRetrieveResponse): number =>
  'cost' in task ? Math.max(0, Math.ceil(task.cost.credits)) : 0;

/** The provider's code of a failure, such as `SAFETY.INPUT.TEXT`; its text may repeat the prompt. */
export const failureOf = ({ failureCode = '' }: { failureCode?: string }): string =>
  /^[A-Z0-9._]{1,60}$/.test(failureCode) ? ` (${failureCode})` : '';
