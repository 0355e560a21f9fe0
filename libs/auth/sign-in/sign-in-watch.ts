import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { acrossTenants, Database } from '#libs/database';
import { deleteOldSignIns } from './persistence/sessions.sql.js';
import { EndedSessions } from './sessions/ended-sessions.js';
import { SigningKeys } from './tokens/signing-keys.js';

const LOOK_MS = 500;
const STALE_MS = 5_000;
const CLEAN_EVERY = 7_200;

/** Keeps what requests are checked against in memory: two small queries every half second, and none for a request. */
@Injectable()
export class SignInWatch implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(SignInWatch.name);
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private freshAt = 0;
  private looks = 0;

  constructor(
    private readonly database: Database,
    private readonly keys: SigningKeys,
    private readonly ended: EndedSessions,
  ) {}

  /** Without keys nobody can be let in, so that a failure here stops the boot. */
  async onModuleInit(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => {
      this.looking ??= this.lookAgain().finally(() => (this.looking = undefined));
    }, LOOK_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  /** False where it has not been known for a while which sessions have ended: then nobody can be let in. */
  get isFresh(): boolean {
    return performance.now() - this.freshAt < STALE_MS;
  }

  private async look(): Promise<void> {
    const began = performance.now();
    // Every tenant's requests come here.
    await acrossTenants(() => Promise.all([this.keys.refresh(), this.ended.refresh()]));
    this.freshAt = began;
  }

  private async lookAgain(): Promise<void> {
    const wasFresh = this.isFresh;
    try {
      await this.look();
      if (this.looks++ % CLEAN_EVERY === 0) await acrossTenants(() => deleteOldSignIns(this.database));
    } catch (error) {
      if (wasFresh && !this.isFresh)
        this.logger.error(error, 'Nobody can be let in until the database answers');
    }
  }
}
