import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { acrossTenants } from '#libs/database';
import { ExportStore } from '../persistence/export-store.js';
import { Imports } from './imports.js';

const LOOK_EVERY_MS = 30_000;
/** Whoever works on a transfer says so far more often. */
const SILENT_SECONDS = 120;

/** Goes on with imports whose process has died, and says of such exports that they have failed. */
@Injectable()
export class TransferWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(TransferWatch.name);
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly imports: Imports,
    private readonly exports: ExportStore,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      // Whosever they are.
      this.looking ??= acrossTenants(() => this.look())
        .catch((error: unknown) => this.logger.warn({ err: error }, 'transfers were not looked after'))
        .finally(() => (this.looking = undefined));
    }, LOOK_EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    await this.exports.failSilent(SILENT_SECONDS, {
      code: 'export.interrupted',
      message: 'The process that wrote it has ended; ask for it again',
    });
    await this.imports.resume(SILENT_SECONDS);
  }
}
