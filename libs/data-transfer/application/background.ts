import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { AppError, type JsonObject } from '#libs/kernel';

/** What a caller may know of an error; the text of an unexpected one may hold anything. */
const describeFailure = (error: unknown): JsonObject =>
  error instanceof AppError
    ? { code: error.code, message: error.message }
    : { code: 'internal', message: 'Something went wrong on our side' };

/** Work that goes on after its request has been answered; the process waits for it when it ends. */
@Injectable()
export class Background implements OnModuleDestroy {
  private readonly logger = new Logger('DataTransfer');
  private readonly running = new Set<Promise<void>>();

  /** @param fail told what went wrong */
  start(work: Promise<unknown>, fail: (error: JsonObject) => Promise<void>): void {
    const done: Promise<void> = work
      .then(() => undefined)
      .catch(async (error: unknown) => {
        this.logger.warn({ err: error }, 'a transfer has failed');
        await fail(describeFailure(error));
      })
      .catch((error: unknown) => this.logger.error({ err: error }, 'a failed transfer could not be told'))
      .finally(() => this.running.delete(done));
    this.running.add(done);
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.running);
  }
}
