import { AnchorSigner, AuditAnchors, type AuditConfig, AuditStore } from '#libs/auth';
import { AppError } from '#libs/kernel';
import { withOpenDatabase } from '../../stack/open-database.js';
import { auditConfig } from './config.js';

const keyOf = ({ AUDIT_ANCHOR_KEY: key }: AuditConfig): string => {
  if (key !== undefined) return key;
  throw new AppError('audit.no_anchor_key', 'Set AUDIT_ANCHOR_KEY: anchors are signed with it');
};

/** Anchors all logs, and prints the anchors as lines of JSON. */
export async function anchor(): Promise<number> {
  const config = auditConfig();
  keyOf(config);
  return withOpenDatabase(async (database) => {
    const made = await new AuditAnchors(new AuditStore(database), config).anchor();
    for (const one of made) console.log(JSON.stringify(one));
    console.error(`${made.length} logs anchored; the others have not grown since their last anchor`);
    return 0;
  });
}

export function printPublicKey(): number {
  console.log(new AnchorSigner(keyOf(auditConfig())).publicKey);
  return 0;
}
