import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { AuditLog, userActor } from '#libs/auth';
import { acrossTenants, Database } from '#libs/database';
import { AppError } from '#libs/kernel';
import { BlobStore } from '#libs/storage';
import { DataTransferConfig } from '../data-transfer.config.js';
import { ImportStore, type DataImport } from '../persistence/import-store.js';
import { Background } from './background.js';
import { Exports } from './exports.js';
import { Importer } from './importer.js';
import { Rollback } from './rollback.js';
import { Validator, type ValidArchive } from './validator.js';

interface Requester {
  tenantId: string;
  userId: string;
}

export interface ImportTarget {
  /** The tenant that it shall be; left out: the one that it was. */
  targetTenantId?: string;
  tagAddresses?: boolean;
}

/** Imports that run here, from archives in the storage: any process can go on with one. */
@Injectable()
export class Imports {
  constructor(
    private readonly database: Database,
    private readonly importer: Importer,
    private readonly validator: Validator,
    private readonly store: ImportStore,
    private readonly blobs: BlobStore,
    private readonly background: Background,
    private readonly audit: AuditLog,
    @Inject(DataTransferConfig) private readonly config: DataTransferConfig,
  ) {}

  /**
   * Takes an archive, checks all of it and begins to import it.
   * @throws AppError `transfer.too_large`, and as `Importer.import`; then nothing was written
   */
  async upload(requester: Requester, content: Readable, target: ImportTarget): Promise<DataImport> {
    const dir = await mkdtemp(join(tmpdir(), 'aiprod-import-'));
    try {
      const path = join(dir, 'tenant.tar');
      await pipeline(
        limited(content, this.config.DATA_IMPORT_MAX_BYTES),
        createWriteStream(path, { mode: 0o600 }),
      );
      await this.validator.validate(path);
      const { sha256 } = await this.blobs.putFile(path, 'application/x-tar');
      return await this.start(requester, sha256, target);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }

  /** Begins to import an archive that lies in the storage. @throws AppError as `Importer.import` */
  start(requester: Requester, sha256: string, target: ImportTarget): Promise<DataImport> {
    // It writes rows of a tenant that is not the caller's.
    return acrossTenants(() => this.startAcross(requester, sha256, target));
  }

  private async startAcross(requester: Requester, sha256: string, target: ImportTarget): Promise<DataImport> {
    const { tenantId, userId } = requester;
    const archive = await this.validator.validate(await this.blobs.localPath({ sha256 }));
    const begun = await this.importer.begin(archive, {
      ...target,
      requestedBy: userActor(userId),
      tenantId,
      archiveBlob: sha256,
    });
    if (begun.tenantId !== tenantId) throw notFound();
    await this.record(requester, 'data.import_requested', begun);
    this.run(archive, begun);
    return begun;
  }

  list({ tenantId }: Requester): Promise<DataImport[]> {
    return this.store.list(tenantId);
  }

  /** @throws AppError `import.not_found` */
  async get({ tenantId }: Requester, id: string): Promise<DataImport> {
    const found = await this.store.find(id);
    if (found?.tenantId === tenantId) return found;
    throw notFound();
  }

  /** Goes on with imports whose process has died. */
  async resume(silentSeconds: number): Promise<void> {
    for (let found; (found = await this.store.claimSilent(silentSeconds)) !== null;) {
      const path = await this.blobs.localPath({ sha256: found.archiveBlob });
      this.run(await this.validator.validate(path), found);
    }
  }

  async record({ tenantId, userId }: Requester, action: string, { id }: DataImport): Promise<void> {
    const target = { type: 'import', id };
    await this.database.transaction((sql) =>
      this.audit.record(sql, { tenantId, actor: userActor(userId), action, target }),
    );
  }

  private run(archive: ValidArchive, begun: DataImport): void {
    this.background.start(this.importer.run(archive, begun), (error) => this.store.fail(begun.id, error));
  }
}

/** Imports that began here, seen together with what undoes them. */
@Injectable()
export class ImportControl {
  constructor(
    private readonly imports: Imports,
    private readonly exports: Exports,
    private readonly rollback: Rollback,
  ) {}

  /** @throws AppError `export.not_found`, `export.not_ready`, and as `Importer.import` */
  async fromExport(requester: Requester, exportId: string, target: ImportTarget): Promise<DataImport> {
    const { sha256 } = await this.exports.archive(requester, exportId);
    return this.imports.start(requester, sha256, target);
  }

  /** @throws AppError `import.not_found`, `import.in_use` */
  async undo(requester: Requester, id: string): Promise<DataImport> {
    await this.imports.get(requester, id);
    // It removes rows of a tenant that is not the caller's.
    const undone = await acrossTenants(() => this.rollback.undo(id));
    await this.imports.record(requester, 'data.import_rolled_back', undone);
    return undone;
  }
}

const notFound = (): AppError =>
  new AppError('import.not_found', 'There is no import with this id', { class: 'input' });

/** The content, while it is not too much. The rest of it is read and dropped, so that the answer can still be sent. */
async function* limited(content: Readable, max: number): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const chunk of content.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > max) {
        throw new AppError('transfer.too_large', `The archive must have at most ${max} bytes`, {
          class: 'input',
        });
      }
      yield chunk;
    }
  } finally {
    content.resume();
  }
}
