/** A column of sealed texts, and the columns of its primary key. */
export interface SealedColumn {
  table: string;
  column: string;
  /** Joined by `/` they are the `row` of the secret's place. */
  row: readonly [string, ...string[]];
}

/**
 * Everything that is stored sealed, so that new master keys reach all of it. Such a column's name ends in `_sealed`; a test finds those
 * that are missing here.
 */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'tenant_provider_keys', column: 'key_sealed', row: ['tenant_id', 'provider'] },
  { table: 'signing_keys', column: 'private_key_sealed', row: ['kid'] },
  { table: 'totp_factors', column: 'seed_sealed', row: ['user_id'] },
  { table: 'identity_providers', column: 'client_secret_sealed', row: ['id'] },
];
