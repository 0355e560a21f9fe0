import { z } from 'zod';
import type { DataExport, DataImport } from '#libs/data-transfer';

const objectError = (issue: { code?: string }): string | undefined =>
  issue.code === 'invalid_type' ? 'must be a JSON object' : undefined;
const idError = { error: 'must be a UUID' };

export const StartExportSchema = z
  .strictObject(
    {
      leaveUnfinished: z
        .boolean({ error: 'must be true or false' })
        .default(false)
        .describe('Leave out jobs that have not ended; otherwise the export fails while there are any.'),
    },
    { error: objectError },
  )
  .meta({ id: 'StartExport', examples: [{ leaveUnfinished: false }] });

const targetTenantId = z
  .uuid(idError)
  .optional()
  .describe('The tenant that it shall be: all ids are new then. Left out: the tenant that it was.');
const tagDescription = 'Add a tag to e-mail addresses: a system has each address once.';

export const ImportOptionsSchema = z.strictObject({
  targetTenantId,
  tagAddresses: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform((value) => value === 'true')
    .describe(tagDescription),
});

export const ImportExportSchema = z
  .strictObject(
    {
      targetTenantId,
      tagAddresses: z.boolean({ error: 'must be true or false' }).default(false).describe(tagDescription),
    },
    { error: objectError },
  )
  .meta({
    id: 'ImportExport',
    examples: [{ targetTenantId: '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b', tagAddresses: true }],
  });

const common = {
  id: z.uuid(),
  rowsDone: z.int(),
  rowsTotal: z.int(),
  error: z
    .object({ code: z.string(), message: z.string() })
    .nullable()
    .describe('What went wrong; null where nothing did.'),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
};
const commonExample = {
  id: '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b',
  rowsDone: 1_523,
  rowsTotal: 1_523,
  error: null,
  createdAt: '2026-11-21T09:30:00.000Z',
  finishedAt: '2026-11-21T09:30:04.000Z',
};
const exportExample = { ...commonExample, state: 'complete' as const, size: 4_718_592 };
const importExample = {
  ...commonExample,
  state: 'complete' as const,
  sourceTenantId: '0193a1c0-11d2-7c3b-9a4e-5f6a7b8c9d0e',
  targetTenantId: '0193a1c0-11d2-7c3b-9a4e-5f6a7b8c9d0e',
};

export const ExportSchema = z
  .object({
    ...common,
    state: z.enum(['running', 'complete', 'failed']),
    size: z.int().nullable().describe('Bytes of the archive, once there is one.'),
  })
  .meta({ id: 'DataExport', examples: [exportExample] });

export const ImportSchema = z
  .object({
    ...common,
    state: z.enum(['importing', 'complete', 'rolled_back']),
    sourceTenantId: z.uuid(),
    targetTenantId: z.uuid(),
  })
  .meta({ id: 'DataImport', examples: [importExample] });

export const ExportListSchema = z
  .object({ items: z.array(ExportSchema) })
  .meta({ id: 'DataExportList', examples: [{ items: [exportExample] }] });
export const ImportListSchema = z
  .object({ items: z.array(ImportSchema) })
  .meta({ id: 'DataImportList', examples: [{ items: [importExample] }] });

export type StartExport = z.output<typeof StartExportSchema>;
export type ImportOptions = z.output<typeof ImportOptionsSchema>;
export type ImportExport = z.output<typeof ImportExportSchema>;
export type ExportDto = z.output<typeof ExportSchema>;
export type ImportDto = z.output<typeof ImportSchema>;
export type ExportListDto = z.output<typeof ExportListSchema>;
export type ImportListDto = z.output<typeof ImportListSchema>;

const toCommon = ({ id, rowsDone, rowsTotal, error, createdAt, finishedAt }: DataExport | DataImport) => ({
  ...{ id, rowsDone, rowsTotal },
  error: error as ExportDto['error'],
  createdAt: createdAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
});

export const toExportDto = (found: DataExport): ExportDto => ({
  ...toCommon(found),
  state: found.state,
  size: found.size,
});

export const toImportDto = (found: DataImport): ImportDto => ({
  ...toCommon(found),
  state: found.state,
  sourceTenantId: found.sourceTenantId,
  targetTenantId: found.targetTenantId,
});
