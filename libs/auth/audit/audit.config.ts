import { env, EnvConfig } from '#libs/config';

const KEY = /^[A-Za-z0-9+/]{43}=$/;
const isKeyList = (text: string): boolean => text.split(',').every((key) => KEY.test(key.trim()));

export class AuditConfig extends EnvConfig({
  AUDIT_ANCHOR_KEY: env
    .text()
    .regex(KEY, { error: 'must be 32 bytes in base64' })
    .optional()
    .describe(
      'Signs how far the audit log goes (Ed25519), so that entries cut off its end are missed. Make one with: openssl rand -base64 32',
    ),
  AUDIT_ANCHOR_INTERVAL_SECONDS: env
    .integer(10, 86_400)
    .default(3_600)
    .describe('Workers sign what has been added to the audit log this often.'),
  AUDIT_ANCHOR_FILE: env
    .text()
    .optional()
    .describe(
      'A file that each anchor is added to as a line of JSON; put it where nobody who can write to the database can write.',
    ),
  AUDIT_ANCHOR_PUBLIC_KEYS: env
    .text()
    .refine(isKeyList, { error: 'must be public keys in base64, separated by commas' })
    .optional()
    .describe('Further keys whose anchors are trusted, from before AUDIT_ANCHOR_KEY was changed.'),
}) {}
