import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AuditConfig } from '#libs/auth';
import { defaultDataDir, secretFile } from '#libs/embedded';

/** The settings; without DATABASE_URL, the key of the system on this machine. */
export function auditConfig(): AuditConfig {
  const file = join(defaultDataDir(), 'audit-anchor-key');
  const isElsewhere = process.env.DATABASE_URL || process.env.AUDIT_ANCHOR_KEY || !existsSync(file);
  return AuditConfig.fromEnv(
    isElsewhere ? process.env : { ...process.env, AUDIT_ANCHOR_KEY: secretFile(file) },
  );
}
