import type { default as Replicate, Prediction } from 'replicate';
import { z } from 'zod';
import type { MediaCloudConfig } from '../media.config.js';

/** What we read of a prediction, whether an answer or a webhook brings it. */
const shape = z.object({
  id: z.string().min(1).max(200),
  status: z.enum(['starting', 'processing', 'succeeded', 'failed', 'canceled', 'aborted']),
  model: z.string().catch(''),
  input: z.record(z.string(), z.unknown()).catch({}),
  output: z.unknown(),
  data_removed: z.boolean().catch(false),
  metrics: z.record(z.string(), z.unknown()).catch({}),
  webhook: z.string().optional().catch(undefined),
});
export type SeenPrediction = z.output<typeof shape>;

/** @throws Error where it is no prediction */
export function seen(prediction: Prediction | unknown): SeenPrediction {
  const read = shape.safeParse(prediction);
  if (!read.success) throw new Error('replicate has answered with something that is no prediction');
  return read.data;
}

/** A number of the metrics, or what it would be otherwise. */
export const metric = ({ metrics }: SeenPrediction, name: string, otherwise: number): number => {
  const value = metrics[name];
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? Math.ceil(value) : otherwise;
};

/** Where the first file of the output lies; undefined where there is none. */
export function outputUrl({ output }: SeenPrediction): string | undefined {
  const first: unknown = Array.isArray(output) ? output[0] : output;
  return typeof first === 'string' && URL.canParse(first) ? first : undefined;
}

export async function replicateClient(
  config: MediaCloudConfig,
  fetch: typeof globalThis.fetch,
): Promise<Replicate> {
  const { default: Client } = await import('replicate');
  return new Client({
    auth: config.REPLICATE_API_TOKEN ?? '-',
    baseUrl: config.REPLICATE_BASE_URL,
    fetch: fetch as (input: Request | string, init?: RequestInit) => Promise<Response>,
    useFileOutput: false,
  });
}
