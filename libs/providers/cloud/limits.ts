import type { CloudConfig } from './cloud.config.js';

/** How much of a provider the workers may use together. */
export interface Limits {
  concurrency: number;
  perTenant: number;
  perMinute?: number;
}

export const limitsOf = (
  config: Pick<
    CloudConfig,
    'CLOUD_CONCURRENCY' | 'CLOUD_CONCURRENCY_PER_TENANT' | 'CLOUD_REQUESTS_PER_MINUTE'
  >,
): Limits => ({
  concurrency: config.CLOUD_CONCURRENCY,
  perTenant: config.CLOUD_CONCURRENCY_PER_TENANT,
  ...(config.CLOUD_REQUESTS_PER_MINUTE !== undefined && { perMinute: config.CLOUD_REQUESTS_PER_MINUTE }),
});
