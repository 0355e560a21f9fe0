import { z } from 'zod';

export const FORMAT = 'aiprod-tenant';
/** Archives of this version can be read, and are written. */
export const FORMAT_VERSION = 1;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be a SHA-256 in hex' });
const size = z.int().min(0);

const TableFile = z.strictObject({
  table: z.string(),
  rows: size,
  bytes: size,
  sha256: Sha256,
});

const BlobFile = z.strictObject({ sha256: Sha256, bytes: size, mediaType: z.string() });

/** The first file of an archive: what else is in it, in this order. */
export const ManifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.int(),
  exportedAt: z.iso.datetime(),
  tenant: z.strictObject({ id: z.uuid(), name: z.string() }),
  /** Whether users can sign in with their passwords after an import. */
  passwordHashes: z.boolean(),
  /** Jobs that had not ended and were left out. */
  unfinishedJobs: size,
  tables: z.array(TableFile),
  /** The tenant's audit log as it was: its hashes are over the tenant's id, so it is kept as a file. */
  audit: TableFile.nullable(),
  blobs: z.array(BlobFile),
  /** Content that rows name and that the storage no longer had. */
  missingBlobs: z.array(Sha256),
});

export type Manifest = z.output<typeof ManifestSchema>;
export type TableFile = z.output<typeof TableFile>;
export type BlobFile = z.output<typeof BlobFile>;

export const MANIFEST_FILE = 'manifest.json';
export const tablePath = (table: string): string => `tables/${table}.ndjson`;
export const AUDIT_PATH = 'audit.ndjson';
const blobPath = (sha256: string): string => `blobs/${sha256}`;

/** Name and size of every file after the manifest, in the order of the archive. */
export const filesOf = ({
  tables,
  audit,
  blobs,
}: Manifest): { path: string; bytes: number; sha256: string }[] => [
  ...tables.map(({ table, bytes, sha256 }) => ({ path: tablePath(table), bytes, sha256 })),
  ...(audit === null ? [] : [{ path: AUDIT_PATH, bytes: audit.bytes, sha256: audit.sha256 }]),
  ...blobs.map(({ sha256, bytes }) => ({ path: blobPath(sha256), bytes, sha256 })),
];
