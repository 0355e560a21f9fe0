import type { SecretPlace } from '#libs/secrets';

/** Where the signing secrets of an endpoint are sealed for. */
export const secretPlace = (
  endpointId: string,
  column: 'secret' | 'previous_secret' = 'secret',
): SecretPlace => ({ table: 'webhook_endpoints', column, row: endpointId });
