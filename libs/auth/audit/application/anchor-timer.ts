import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { AuditConfig } from '../audit.config.js';
import { AuditAnchors } from './audit-anchors.js';

/** Anchors the audit log from time to time, and tells the program's log of it: another place for an anchor to be found in. Of processes that do so at once, one signs. */
@Injectable()
export class AnchorTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(AnchorTimer.name);
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> | undefined;

  constructor(
    private readonly anchors: AuditAnchors,
    @Inject(AuditConfig) private readonly config: AuditConfig,
  ) {}

  onApplicationBootstrap(): void {
    if (this.anchors.publicKey === null) {
      this.logger.warn(
        'AUDIT_ANCHOR_KEY is not set: entries cut off the end of the audit log will not be missed',
      );
      return;
    }
    this.timer = setInterval(() => this.anchor(), this.config.AUDIT_ANCHOR_INTERVAL_SECONDS * 1_000);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
  }

  private anchor(): void {
    this.working = this.anchors.anchor().then(
      (anchors) => anchors.forEach((anchor) => this.logger.log({ anchor }, 'audit log anchored')),
      (error: unknown) =>
        this.logger.warn({ err: error }, 'the audit log was not anchored; it is tried again'),
    );
  }
}
