import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AuditLog, userActor } from '#libs/auth';
import { acrossTenants, Database } from '#libs/database';
import { AppError } from '#libs/kernel';
import { BlobStore } from '#libs/storage';
import { ExportStore, type DataExport } from '../persistence/export-store.js';
import { Background } from './background.js';
import { Exporter, type ExportOptions } from './exporter.js';

const TELL_EVERY = 1_000;

interface Requester {
  tenantId: string;
  userId: string;
}

/** Exports that run here, and whose archives lie in the storage. */
@Injectable()
export class Exports {
  constructor(
    private readonly database: Database,
    private readonly exporter: Exporter,
    private readonly store: ExportStore,
    private readonly blobs: BlobStore,
    private readonly background: Background,
    private readonly audit: AuditLog,
  ) {}

  /** Begins to export the tenant of the requester. Archives that can be downloaded never carry password hashes. */
  async start(
    { tenantId, userId }: Requester,
    options: Pick<ExportOptions, 'leaveUnfinished'>,
  ): Promise<DataExport> {
    const begun = await this.store.begin(tenantId, userId);
    await this.database.transaction((sql) =>
      this.audit.record(sql, {
        tenantId,
        actor: userActor(userId),
        action: 'data.exported',
        target: { type: 'export', id: begun.id },
      }),
    );
    // A tenant's own transactions can't be read as of one moment; of this one, every statement names the tenant.
    const work = acrossTenants(() => this.run(begun, options));
    this.background.start(work, (error) => this.store.fail(begun.id, error));
    return begun;
  }

  list({ tenantId }: Requester): Promise<DataExport[]> {
    return this.store.list(tenantId);
  }

  /** @throws AppError `export.not_found` */
  async get({ tenantId }: Requester, id: string): Promise<DataExport> {
    const found = await this.store.find(tenantId, id);
    if (found !== null) return found;
    throw new AppError('export.not_found', 'There is no export with this id', { class: 'input' });
  }

  /** @throws AppError `export.not_found`, `export.not_ready` */
  async archive(
    requester: Requester,
    id: string,
  ): Promise<{ sha256: string; size: number; createdAt: Date }> {
    const { state, sha256, size, finishedAt } = await this.get(requester, id);
    if (sha256 !== null && size !== null && finishedAt !== null)
      return { sha256, size, createdAt: finishedAt };
    throw new AppError('export.not_ready', `The export is ${state}: there is no archive`, { class: 'input' });
  }

  private async run(
    { id, tenantId }: DataExport,
    options: Pick<ExportOptions, 'leaveUnfinished'>,
  ): Promise<void> {
    const dir = await mkdtemp(join(tmpdir(), 'aiprod-export-'));
    try {
      const path = join(dir, 'tenant.tar');
      let told = Promise.resolve();
      await this.exporter.export(tenantId, path, {
        ...options,
        onProgress: ({ done, total }) => {
          if (done % TELL_EVERY === 0 || done === total) told = this.store.progress(id, done, total);
        },
      });
      await told;
      await this.store.complete(id, await this.blobs.putFile(path, 'application/x-tar'));
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }
}
