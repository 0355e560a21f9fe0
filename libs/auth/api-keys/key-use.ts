import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { acrossTenants, Database } from '#libs/database';
import { NOTE_USE } from './persistence/api-keys.sql.js';

const WRITE_EVERY_MS = 5_000;
const KEY_EVERY_MS = 60_000;

/** Notes when keys were last used: beside the requests, and of each key at most once a minute. */
@Injectable()
export class KeyUse implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(KeyUse.name);
  private readonly writtenAt = new Map<string, number>();
  private unwritten = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.write(), WRITE_EVERY_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  seen(keyId: string): void {
    const writtenAt = this.writtenAt.get(keyId);
    if (writtenAt === undefined || performance.now() - writtenAt >= KEY_EVERY_MS) this.unwritten.add(keyId);
  }

  /** Processes that use the same key leave each other's notes alone. */
  async write(): Promise<void> {
    if (this.unwritten.size === 0) return;
    const used = [...this.unwritten].sort();
    this.unwritten = new Set();
    const now = performance.now();
    for (const [id, at] of this.writtenAt) if (now - at >= KEY_EVERY_MS) this.writtenAt.delete(id);
    for (const id of used) this.writtenAt.set(id, now);
    try {
      await acrossTenants(() => this.database.query(NOTE_USE, [used]));
    } catch (error) {
      this.logger.warn({ err: error }, 'the last use of API keys was not noted; their next use will be');
      for (const id of used) this.writtenAt.delete(id);
    }
  }
}
