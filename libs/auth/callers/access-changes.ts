import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Notifications } from '#libs/database';
import { Callers } from './callers.js';

/** Hears of every change to who may do what, from whichever process. What is not heard counts within a second all the same. */
@Injectable()
export class AccessChanges implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(AccessChanges.name);
  private readonly notifications: Notifications;

  constructor(callers: Callers) {
    this.notifications = new Notifications('aiprod_access', {
      heard: (change) => callers.forget(change),
      // Whatever was told meanwhile has not been heard.
      listening: () => callers.forget(undefined),
      lost: (error) =>
        this.logger.warn({ err: error }, 'not told of changes of rights for now; they count within a second'),
    });
  }

  onModuleInit(): void {
    this.notifications.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.notifications.stop();
  }
}
