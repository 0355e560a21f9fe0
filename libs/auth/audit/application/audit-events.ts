import { Injectable } from '@nestjs/common';
import type { AuditEvent } from '../domain/entry.js';
import { AuditStore, type AuditFilter } from '../persistence/audit-store.js';

export interface AuditPage {
  items: AuditEvent[];
  /** The number to go on before; null on the last page. */
  next: number | null;
}

/** Reading a tenant's audit log. */
@Injectable()
export class AuditEvents {
  constructor(private readonly store: AuditStore) {}

  /** The newest first. @param page `before`: the last number of the page before */
  async search(
    tenantId: string,
    filter: AuditFilter,
    { before, limit }: { before: number | null; limit: number },
  ): Promise<AuditPage> {
    const found = await this.store.search(tenantId, filter, { before, limit: limit + 1 });
    const items = found.slice(0, limit);
    return { items, next: found.length > limit ? (items.at(-1)?.seq ?? null) : null };
  }

  /** All entries in their order, with the hashes: enough to verify the chain elsewhere. */
  export(tenantId: string): AsyncGenerator<AuditEvent> {
    return this.store.export(tenantId);
  }
}
