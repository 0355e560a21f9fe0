import { Injectable } from '@nestjs/common';
import type { ListQuery } from '#libs/filters';
import type { AuditEvent } from '../domain/entry.js';
import { AuditStore, type AuditFilter } from '../persistence/audit-store.js';

/** Reading a tenant's audit log. */
@Injectable()
export class AuditEvents {
  constructor(private readonly store: AuditStore) {}

  /** By default the newest first. @throws ValidationError for a wrong filter or cursor */
  search(
    tenantId: string,
    query: AuditFilter & ListQuery,
  ): Promise<{ items: AuditEvent[]; nextCursor: string | null }> {
    return this.store.search(tenantId, query);
  }

  /** All entries in their order, with the hashes: enough to verify the chain elsewhere. */
  export(tenantId: string): AsyncGenerator<AuditEvent> {
    return this.store.export(tenantId);
  }
}
